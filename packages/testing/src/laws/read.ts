import type { Kinds, PureState, RecordOf } from '@tidemark/projection'
import { plainState, type StateView } from '@tidemark/timeline'

/** All a view holds, read unit by unit. */
export function byUnit<K extends Kinds, Common>(view: StateView<K, Common>): PureState<K, Common> {
  return plainState(view)
}

/** All a view holds, read in one pass over the full view. */
export function inOnePass<K extends Kinds, Common>(view: StateView<K, Common>): PureState<K, Common> {
  const units: { [unit: string]: { [kind: string]: { [key: string]: unknown } } } = Object.create(null)
  view.each((unit, records) => {
    const kinds: { [kind: string]: { [key: string]: unknown } } = {}
    for (const kind of Object.keys(records)) {
      const keys: { [key: string]: unknown } = Object.create(null)
      records[kind]?.each((key, record) => {
        keys[key] = copyOf(records[kind]?.fields ?? [], record)
      })
      kinds[kind] = keys
    }
    units[unit] = kinds
  })
  // Every record was read from a kind of K and copied with that kind's fields.
  return { common: view.common, units: units as unknown as PureState<K, Common>['units'] }
}

function copyOf<R extends RecordOf<Kinds[string]>>(fields: readonly string[], record: Readonly<R>): object {
  return Object.fromEntries(fields.map((field) => [field, record[field]]))
}

import {
  compareCodePoints,
  type Kinds,
  type Projection,
  type PureState,
  type RecordOf,
  sameValue,
  type Typed,
} from '@tidemark/projection'
import type { ReadonlyRecords } from '../records/reader.ts'
import type { StateView } from './view.ts'

/** A record that is not in both views what it is in one; absent where it is not there. */
export type Change<K extends Kinds> = {
  readonly [Kind in keyof K]: {
    readonly unit: string
    readonly kind: Kind
    readonly key: string
    readonly before: Readonly<RecordOf<K[Kind]>> | undefined
    readonly after: Readonly<RecordOf<K[Kind]>> | undefined
  }
}[keyof K]

/** All in which a second view differs from a first. */
export interface Difference<K extends Kinds, Common> {
  /** What all units share, when it differs. */
  readonly common: { readonly before: Common; readonly after: Common } | undefined
  /** Units only the second view has. */
  readonly begun: readonly string[]
  /** Units only the first view has. */
  readonly gone: readonly string[]
  /** By unit, kind (in the order of declaration) and key. */
  readonly records: readonly Change<K>[]
}

/**
 * All in which `b` differs from `a`; the views may be of different timelines of one projection.
 *
 * @example
 * diff(january, february).records.filter((change) => change.before === undefined)
 */
export function diff<K extends Kinds, Common>(
  a: StateView<K, Common>,
  b: StateView<K, Common>,
): Difference<K, Common> {
  const [inA, inB] = [new Set(a.units()), new Set(b.units())]
  const common = { before: a.common, after: b.common }
  return {
    common: sameValue(common.before, common.after) ? undefined : common,
    begun: b.units().filter((unit) => !inA.has(unit)),
    gone: a.units().filter((unit) => !inB.has(unit)),
    records: merged(a.units(), b.units()).flatMap((unit) => changesOfUnit(a, b, unit)),
  }
}

interface AnyRecord {
  readonly [field: string]: unknown
}

interface AnyRecords {
  readonly [kind: string]: ReadonlyRecords<AnyRecord>
}

function changesOfUnit<K extends Kinds, Common>(
  a: StateView<K, Common>,
  b: StateView<K, Common>,
  unit: string,
): readonly Change<K>[] {
  // Any kinds and any fields from here on; Change<K> takes the types up again below.
  const before = a.records(unit) as AnyRecords | undefined
  const after = b.records(unit) as AnyRecords | undefined
  const changes: unknown[] = []
  for (const kind of Object.keys(after ?? before ?? {})) {
    const [old, young] = [before?.[kind], after?.[kind]]
    const fields = (young ?? old)?.fields ?? []
    for (const key of merged(old?.keys() ?? [], young?.keys() ?? [])) {
      const [was, is] = [old?.find(key), young?.find(key)]
      const isSame =
        was !== undefined && is !== undefined && fields.every((name) => sameValue(was[name], is[name]))
      if (!isSame) changes.push({ unit, kind, key, before: plain(fields, was), after: plain(fields, is) })
    }
  }
  // Every entry was read from a kind of K and has that kind's fields.
  return changes as Change<K>[]
}

function plain(fields: readonly string[], record: AnyRecord | undefined): AnyRecord | undefined {
  return record && Object.freeze(Object.fromEntries(fields.map((name) => [name, record[name]])))
}

/** Both sorted lists as one, each text once. */
function merged(a: readonly string[], b: readonly string[]): readonly string[] {
  if (a.length === b.length && a.every((text, index) => text === b[index])) return a
  return [...new Set([...a, ...b])].sort(compareCodePoints)
}

interface Tables {
  [unit: string]: { [kind: string]: { [key: string]: unknown } }
}

/**
 * The state after a difference: `applyDiff(projection, plainState(a), diff(a, b))` is `plainState(b)`.
 *
 * @example
 * applyDiff(stock, plainState(january), diff(january, february))
 */
export function applyDiff<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  projection: Projection<Source, Fact, Common, K, Effect>,
  state: PureState<K, Common>,
  difference: Difference<K, Common>,
): PureState<K, Common> {
  // Any kinds and any fields from here on: a difference says itself what goes where.
  const units: Tables = Object.assign(Object.create(null), state.units)
  const touched = new Set([...difference.begun, ...difference.records.map(({ unit }) => unit)])
  for (const unit of touched) units[unit] = thawed(Object.keys(projection.records), units[unit] ?? {})
  for (const { unit, kind, key, after } of difference.records) {
    const records = units[unit]?.[String(kind)] ?? {}
    if (after === undefined) delete records[key]
    else records[key] = after
  }
  for (const unit of difference.gone) delete units[unit]
  for (const unit of touched) for (const records of Object.values(units[unit] ?? {})) Object.freeze(records)
  for (const unit of touched) Object.freeze(units[unit])
  const common = difference.common === undefined ? state.common : difference.common.after
  // The units are those of a PureState<K> with records of K put in and taken out.
  return Object.freeze({ common, units: Object.freeze(units) as PureState<K, Common>['units'] })
}

/** A copy of the records of a unit, to be changed; without prototypes, so that any text may be a key. */
function thawed(kinds: readonly string[], records: Tables[string]): Tables[string] {
  const copy: Tables[string] = Object.create(null)
  for (const kind of kinds) copy[kind] = Object.assign(Object.create(null), records[kind])
  return copy
}

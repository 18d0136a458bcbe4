import { produce } from 'immer'
import { foldCommon } from './common-history.ts'
import { type Fields, initialRecord, type Kinds, type RecordOf } from './field.ts'
import { compareCodePoints, compareFoldOrder } from './order.ts'
import type { Draft, Projection, RecordSet, Typed } from './projection.ts'

/** The records of one unit as plain objects: kind, then key. */
export type UnitState<K extends Kinds> = {
  readonly [Kind in keyof K]: { readonly [key: string]: Readonly<RecordOf<K[Kind]>> }
}

/** The whole state of a projection as plain, frozen objects. */
export interface PureState<K extends Kinds, Common> {
  readonly common: Common
  readonly units: { readonly [unit: string]: UnitState<K> }
}

/** The state before anything happened. */
export function initialState<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  projection: Projection<Source, Fact, Common, K, Effect>,
): PureState<K, Common> {
  return { common: projection.common.initial, units: emptyTable() }
}

/**
 * All facts of a history in the order of folding, from its events in any order. Pure.
 *
 * Facts of no unit come before facts of units at the same instant.
 */
export function prepare<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  projection: Projection<Source, Fact, Common, K, Effect>,
  events: Iterable<Source>,
): readonly (Source | Fact)[] {
  const ofNoUnit: Source[] = []
  const units = new Map<string, Source[]>()
  for (const event of [...events].sort((a, b) => a.position - b.position)) {
    const unit = projection.unitOf(event)
    if (unit === null) ofNoUnit.push(event)
    else if (units.has(unit)) units.get(unit)?.push(event)
    else units.set(unit, [event])
  }
  const common = foldCommon(projection, ofNoUnit)
  const ofUnits = [...units.values()].flatMap((sources) => projection.prepare(sources, common))
  const isOfNoUnit = new Set<Source | Fact>(ofNoUnit)
  return [...ofNoUnit, ...ofUnits].sort(
    (a, b) =>
      a.occurredAt - b.occurredAt ||
      Number(isOfNoUnit.has(b)) - Number(isOfNoUnit.has(a)) ||
      compareFoldOrder(a, b),
  )
}

/**
 * The definition of a projection's meaning: `reduce(state, fact) -> state`, under immer, over plain objects.
 *
 * The replay engine runs the same recipes on columns; a law holds the two equal.
 */
export function reduce<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  projection: Projection<Source, Fact, Common, K, Effect>,
  state: PureState<K, Common>,
  fact: Source | Fact,
  emit?: (effect: Effect) => void,
): PureState<K, Common> {
  const unit = projection.unitOf(fact)
  const recipe = projection.on[fact.type]
  // The records of any projection, seen without their types: recipes see them typed again through `draftOf`.
  const before = state.units as MutableUnits
  if (unit === null) {
    // A fact of no unit is a source: only those are folded into what is common.
    const common = projection.common.fold(state.common, fact as Source)
    const units = produce(before, (draft) => {
      if (recipe === undefined) return
      for (const records of Object.values(draft)) {
        recipe(draftOf(projection.records, records), fact, { common, emit })
      }
    })
    return { common, units: units as PureState<K, Common>['units'] }
  }
  const units = produce(before, (draft) => {
    draft[unit] ??= emptyUnit(projection.records)
    recipe?.(draftOf(projection.records, draft[unit]), fact, { common: state.common, emit })
  })
  return { common: state.common, units: units as PureState<K, Common>['units'] }
}

type MutableTable = { [key: string]: unknown }
type MutableUnit = { [kind: string]: MutableTable }
type MutableUnits = { [unit: string]: MutableUnit }

/** An object without a prototype, so that any text may be a key, `__proto__` included. */
function emptyTable<T>(): { [key: string]: T } {
  return Object.create(null)
}

function emptyUnit(kinds: Kinds): MutableUnit {
  const unit = emptyTable<MutableTable>()
  for (const kind of Object.keys(kinds)) unit[kind] = emptyTable()
  return unit
}

function draftOf<K extends Kinds>(kinds: K, unit: MutableUnit): Draft<K> {
  const draft: { [kind: string]: RecordSet<unknown> } = {}
  for (const [kind, fields] of Object.entries(kinds))
    draft[kind] = recordSet(fields, unit[kind] ?? emptyTable())
  // Each kind of K was just given the record set over its own fields.
  return draft as Draft<K>
}

function recordSet(fields: Fields, table: MutableTable): RecordSet<unknown> {
  return {
    at: (key) => {
      if (!Object.hasOwn(table, key)) table[key] = initialRecord(fields)
      return table[key]
    },
    find: (key) => (Object.hasOwn(table, key) ? table[key] : undefined),
    remove: (key) => {
      delete table[key]
    },
    keys: () => Object.keys(table).sort(compareCodePoints),
  }
}

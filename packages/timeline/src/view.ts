import {
  compareCodePoints,
  type Kinds,
  type RecordOf,
  type Typed,
  type UnitState,
} from '@tidemark/projection'
import { type FactVisitor, factTracer } from './effects.ts'
import { type Engine, withBench } from './engine.ts'
import { hasBegun } from './facts.ts'
import type { Kind } from './dictionary.ts'
import { doublesIn, type FieldReaders, fieldReaders } from './field-readers.ts'
import { buildFull, buildingFull, type FullState, foldKnown, unitsWithin } from './full.ts'
import { findUnit, type Knowledge, knownCommon, knownUnit } from './knowledge.ts'
import { plainUnit } from './plain.ts'
import { type DraftInRows, readUnit } from './reader.ts'
import type { Table } from './table.ts'

/** The state of a projection as of an instant, as known at a position. Stays what it is while the timeline grows. */
export interface StateView<K extends Kinds, Common> {
  /** The instant, inclusive, in milliseconds since the epoch. */
  readonly asOf: number
  /** The last position that is known. */
  readonly knownThrough: number
  /** What all units share, in force at the instant. */
  readonly common: Common
  /** The units with at least one fact, by code point. */
  units(): readonly string[]
  /** The records of one unit as plain frozen objects; `undefined` when it has no fact. Folds that unit alone. */
  unit(key: string): UnitState<K> | undefined
  /** The records of one unit to read in place; the first call builds the full state. */
  records(key: string): DraftInRows<K> | undefined
  /** Reads the fields of one kind of record by row, for many records; the first call builds the full state. */
  fields<Kind extends keyof K & string>(kind: Kind): FieldReaders<RecordOf<K[Kind]>>
  /**
   * Micros and instants of one kind of record by row, for those who add up many; the first call builds the full state.
   *
   * Micros are whole numbers, exact: NaN where there is none, Infinity where no double holds it (`fields` tells it then).
   * What stands in rows that {@link eachRow} does not visit is nobody's. Nobody may change it.
   *
   * @throws RangeError for a field that holds neither.
   */
  doubles<Kind extends keyof K & string>(kind: Kind, field: keyof K[Kind] & string): Float64Array
  /** Visits the records of one kind: the place of their unit in `units()`, their key and their row, in that order. */
  eachRow(kind: keyof K & string, visit: (unit: number, key: string, row: number) => void): void
  /** Builds the full state step by step, for whoever must not hold up others; stopping early is allowed. */
  building(): Generator<void, void>
  /** Visits all units by code point; the first call builds the full state. */
  each(visit: (unit: string, records: DraftInRows<K>) => void): void
}

/** A view that also tells what led to its state. */
export interface View<Source, Fact, Common, K extends Kinds, Effect> extends StateView<K, Common> {
  /** The facts of a unit up to the instant, in the order of folding. */
  facts(unit: string): readonly Fact[]
  /**
   * What a visitor says of each fact of a unit, in the order of folding; it sees what the fact did and the unit's
   * records right after it, which it must not keep.
   */
  trace<Result>(unit: string, visit: FactVisitor<Fact | Source, Effect, K, Result>): readonly Result[]
  /** Tells what facts did, unit by unit by code point, each unit in the order of folding. */
  effects(which: EffectRange, listener: (unit: string, fact: Fact | Source, effect: Effect) => void): void
}

/** Which effects to tell. */
export interface EffectRange {
  /** Only of facts after this instant. */
  readonly after?: number
  /** Only of these units. */
  readonly units?: readonly string[]
}

export function createView<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  knowledge: Knowledge<Source, Fact, Common, K, Effect>,
  asOf: number,
): View<Source, Fact, Common, K, Effect> {
  const { dictionary } = engine
  let built: FullState | undefined
  const full = (): FullState => {
    built ??= buildFull(engine, knowledge, asOf)
    return built
  }
  const units = () => built?.units ?? unitsWithin(engine, knowledge, asOf)
  const records = (key: string): DraftInRows<K> | undefined => {
    const rows = full().rows.get(key)
    return rows === undefined ? undefined : readUnit(dictionary, full().state, rows)
  }
  const tableOf = (name: string): { readonly kind: Kind; readonly table: Table } => {
    const kind = dictionary.kinds.find((one) => one.name === name)
    const table = kind && full().state[kind.index]
    if (kind === undefined || table === undefined) throw new RangeError(`no records of kind ${name}`)
    return { kind, table }
  }
  return {
    asOf,
    knownThrough: knowledge.through,
    get common() {
      return knownCommon(engine, knowledge).replay.at(asOf)
    },
    units,
    records,
    unit: (key) => {
      if (built !== undefined) {
        const rows = built.rows.get(key)
        return rows === undefined ? undefined : plainUnit(dictionary, built.state, rows)
      }
      const unit = findUnit(engine, knowledge, key)
      if (unit === undefined) return undefined
      const known = knownUnit(engine, knowledge, unit, asOf)
      if (!hasBegun(known.facts, asOf)) return undefined
      return withBench(engine, (bench) => {
        foldKnown(engine, knowledge, unit, known, asOf, bench)
        bench.workspace.store()
        return plainUnit(dictionary, bench.state, unit.rows)
      })
    },
    *building() {
      if (built !== undefined) return
      const result = yield* buildingFull(engine, knowledge, asOf)
      // Somebody may have asked for it at once meanwhile.
      built ??= result
    },
    fields: (name) => {
      const { kind, table } = tableOf(name)
      return fieldReaders<K[typeof name]>(kind, table, dictionary.texts)
    },
    doubles: (name, field) => doublesIn(tableOf(name), field),
    eachRow: (name, visit) => {
      const { kind, table } = tableOf(name)
      let unit = 0
      for (const { kinds } of full().rows.values()) {
        const records = kinds[kind.index]
        if (records !== undefined) {
          const { keys, rows } = records
          for (let at = 0; at < rows.length; at++) {
            const row = rows[at] ?? -1
            if (table.exists[row] === 1) visit(unit, keys[at] ?? '', row)
          }
        }
        unit++
      }
    },
    each: (visit) => {
      for (const [key, rows] of full().rows) visit(key, readUnit(dictionary, full().state, rows))
    },
    facts: (key) => {
      const unit = findUnit(engine, knowledge, key)
      const facts: Fact[] = []
      if (unit === undefined) return facts
      knownUnit(engine, knowledge, unit, asOf).facts.each(-Infinity, asOf, (fact) => facts.push(fact))
      return facts
    },
    trace: (key, visit) => factTracer(engine, knowledge, -Infinity, asOf)(key, visit),
    effects: ({ after = -Infinity, units: only }, listener) => {
      const trace = factTracer(engine, knowledge, after, asOf)
      for (const unit of only === undefined ? units() : [...new Set(only)].sort(compareCodePoints)) {
        const told = trace(unit, (fact, effects) => ({ fact, effects }))
        for (const { fact, effects } of told) for (const effect of effects) listener(unit, fact, effect)
      }
    },
  }
}

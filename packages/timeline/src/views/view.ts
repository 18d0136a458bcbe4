import {
  compareCodePoints,
  type Kinds,
  type RecordOf,
  type Typed,
  type UnitState,
} from '@tidemark/projection'
import { atOnce } from '../at-once.ts'
import { type Engine, withBench } from '../engine.ts'
import type { FieldReaders } from '../records/field-readers.ts'
import { type DraftInRows, readUnit } from '../records/reader.ts'
import { hasBegun } from '../slices/facts-of-unit.ts'
import { columnsOf, columnsOfState, type OnlyFields, type ViewColumns, type WantedFields } from './columns.ts'
import { type FactVisitor, factTracer } from './effects.ts'
import {
  buildFull,
  buildingFull,
  buildingLean,
  type FullState,
  foldKnown,
  rowsOfUnit,
  unitsWithin,
} from './full.ts'
import { findUnit, type Knowledge, knownCommon, knownUnit } from './knowledge.ts'
import { plainUnit } from './plain.ts'

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
  /** All records by column; the first call builds the full state. */
  columns(): ViewColumns<K>
  /** Some fields alone by column, built for this call in less time; the full state where that is needed or there. */
  columnsOf<W extends WantedFields<K>>(wanted: W): ViewColumns<OnlyFields<K, W>>
  /** The same step by step. */
  buildingColumns<W extends WantedFields<K>>(wanted: W): Generator<void, ViewColumns<OnlyFields<K, W>>>
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
  readonly after?: number | undefined
  /** Only of these units. */
  readonly units?: readonly string[] | undefined
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
    const rows = rowsOfUnit(full(), key)
    return rows === undefined ? undefined : readUnit(dictionary, full().state, rows)
  }
  const self: View<Source, Fact, Common, K, Effect> = {
    asOf,
    knownThrough: knowledge.through,
    get common() {
      return knownCommon(engine, knowledge).replay.at(asOf)
    },
    units,
    records,
    unit: (key) => {
      if (built !== undefined) {
        const rows = rowsOfUnit(built, key)
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
    fields: (name) => columnsOfState<K>(dictionary, full()).fields(name),
    columns: () => columnsOfState<K>(dictionary, full()),
    columnsOf: <W extends WantedFields<K>>(wanted: W) => atOnce(self.buildingColumns(wanted)),
    *buildingColumns<W extends WantedFields<K>>(wanted: W) {
      const lean = built === undefined ? yield* buildingLean(engine, knowledge, asOf, wanted) : undefined
      if (lean !== undefined) return columnsOf<OnlyFields<K, W>>(dictionary, lean, wanted)
      built ??= yield* buildingFull(engine, knowledge, asOf)
      return columnsOfState<OnlyFields<K, W>>(dictionary, built)
    },
    each: (visit) => {
      const { units, rows, state } = full()
      for (const [at, key] of units.entries()) {
        const ofUnit = rows[at]
        if (ofUnit !== undefined) visit(key, readUnit(dictionary, state, ofUnit))
      }
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
  return self
}

import type { CommonAt, Kinds, Typed } from '@tidemark/projection'
import { commonAtHead, type Engine, foldAtHead, sortedUnits, withBench } from './engine.ts'
import { keptFacts } from './facts.ts'
import { fillFrom } from './fill.ts'
import { foldSpan } from './fold.ts'
import { agreeUntil, lastBefore, ordered } from './ordered.ts'
import { emptySegment, rowsIn, type Segment, sourcesIn } from './segment.ts'
import { packSlice, placeOf, segmentOf, setSegment } from './segments.ts'
import { type Slices, sliceAt, startOf } from './slices.ts'
import { copyUnitAtStart, openStart, packStart } from './start-state.ts'
import { copyUnit, trimState } from './state.ts'
import type { Unit } from './unit.ts'

/** Late entries are mostly of the last weeks. */
const OPEN_SLICES = 8

/** Brings one unit up to its sources: facts, and its part of every start state. */
export function settleUnit<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  unit: Unit<Source, Fact>,
): void {
  const common = commonAtHead(engine)
  if (unit.stale || (!unit.plain && unit.preparedWith !== common)) prepareUnit(engine, unit, common)
  if (unit.keptUntil === Infinity) return
  const first = sliceAt(engine.slices, unit.keptUntil)
  // Noted as done only when it is: a recipe that throws leaves the unit to be folded again.
  if (first < engine.slices.list.length - 1) refold(engine, unit, first)
  unit.keptUntil = Infinity
}

/** Brings all units up to their sources. */
export function settle<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
): void {
  for (const _ of settling(engine));
}

/** Fills the start states of new slices as far as it costs little: units whose sources concern others are left. */
export function* filling<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
): Generator<void, void> {
  if (!engine.unfilled) return
  const { slices } = engine
  // Before the first new slice everything is as it was, but for late entries.
  const first = slices.list.findIndex((slice) => slice.isNew)
  const right = slices.list[first - 1]?.start ?? Infinity
  // By code point, as views are read: rows given out now stand in that order.
  const plain = sortedUnits(engine).filter((unit) => unit.plain)
  yield* fillFrom(
    engine,
    Math.max(first, 1),
    plain.filter((unit) => unit.keptUntil >= right),
  )
  for (const unit of plain) {
    if (!engine.unfilled) return
    if (unit.keptUntil === Infinity) continue
    settleUnit(engine, unit)
    yield
  }
  filled(engine)
}

function filled<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
): void {
  packSlices(engine)
  for (const slice of engine.slices.list) slice.isNew = false
  engine.unfilled = false
}

/** The same as {@link settle}, unit by unit. */
export function* settling<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
): Generator<void, void> {
  if (!engine.unsettled) return
  yield* filling(engine)
  for (const unit of sortedUnits(engine)) {
    if (unit.keptUntil === Infinity && !unit.stale && (unit.plain || unit.preparedWith === engine.common))
      continue
    settleUnit(engine, unit)
    yield
  }
  filled(engine)
  engine.unsettled = false
}

/** Packs the slices that late entries seldom reach. */
function packSlices<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>({
  options,
  slices,
}: Engine<Source, Fact, Common, K, Effect>): void {
  const { list } = slices
  const open = list.length - (options.openSlices ?? OPEN_SLICES)
  list.forEach((slice, index) => {
    if (index < open) {
      packStart(slice)
      if (slice.unpacked > 0) packSlice(slices, slice)
    } else if (slice.state !== undefined) trimState(slice.state)
  })
}

/** Prepares a unit anew, and notes from when on its facts changed. */
function prepareUnit<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  unit: Unit<Source, Fact>,
  common: CommonAt<Common>,
): void {
  const { slices, projection } = engine
  const before = slices.list.map((slice) => segmentOf(slices, slice, unit))
  const sources = before.flatMap((segment) => sourcesIn(segment)).sort((a, b) => a.position - b.position)
  const { facts } = ordered(projection.prepare(sources, common))
  const after = distribute(slices, sources, facts)
  slices.list.forEach((slice, index) => {
    const [old, young] = [before[index], after[index]]
    if (old === undefined || young === undefined) return
    const changed = agreeUntil(old.facts, young.facts)
    unit.keptUntil = Math.min(unit.keptUntil, changed)
    if (changed === Infinity && agreeUntil(old.asides, young.asides) === Infinity) return
    slice.rows += rowsIn(young) - rowsIn(old)
    setSegment(slices, slice, unit, young)
  })
  unit.first = facts[0] && placeOf(facts[0])
  unit.lastPrepared = lastPrepared(engine, after)
  unit.stale = false
  unit.preparedWith = common
}

/** Sources and facts, each in the slice it falls into. */
function distribute<Source extends Typed, Fact extends Typed>(
  slices: Slices<Source, Fact>,
  sources: readonly Source[],
  facts: readonly Fact[],
): readonly Segment<Source, Fact>[] {
  const segments = slices.list.map(() => emptySegment<Source, Fact>())
  const isSource = new Set<Typed>(sources)
  const isFact = new Set<Typed>(facts)
  for (const fact of facts) {
    const segment = segments[sliceAt(slices, fact.occurredAt)]
    segment?.facts.push(fact)
    if (!isSource.has(fact)) segment?.made.add(fact)
  }
  const asides = sources.filter((source) => !isFact.has(source))
  for (const source of ordered(asides).facts)
    segments[sliceAt(slices, source.occurredAt)]?.asides.push(source)
  return segments
}

function lastPrepared<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  { projection }: Engine<Source, Fact, Common, K, Effect>,
  segments: readonly Segment<Source, Fact>[],
): number {
  let last = -1
  for (const segment of segments) {
    for (const { position } of [...segment.asides, ...segment.made]) last = Math.max(last, position)
    for (const source of sourcesIn(segment))
      if (source.position > last && projection.concernsOthers(source)) last = source.position
  }
  return last
}

/** Folds a unit from the start of a slice on, and puts it into the start states of all later ones. */
function refold<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  unit: Unit<Source, Fact>,
  first: number,
): void {
  const { slices } = engine
  withBench(engine, ({ state, draft }) => {
    const start = slices.list[first]
    if (start !== undefined) copyUnitAtStart(slices, start, unit.rows, state)
    draft.open(unit.rows)
    const fold = foldAtHead(engine, draft)
    const facts = keptFacts(slices, unit)
    let after = lastBefore(startOf(slices, first))
    for (const slice of slices.list.slice(first + 1)) {
      const through = lastBefore(slice.start)
      foldSpan(fold, facts, after, through)
      copyUnit(unit.rows, state, openStart(engine.dictionary, slices, slice))
      after = through
    }
  })
}

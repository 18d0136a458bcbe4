import type { CommonAt, Kinds, Projection, Typed } from '@tidemark/projection'
import { atOnce } from './at-once.ts'
import { commonAtHead, type Engine } from './engine.ts'
import { foldingMany } from './fold-many.ts'
import { consolidating, makingKeyframes } from './keyframes.ts'
import { agreeUntil, ordered } from './ordered.ts'
import { byteWriter, written } from './pack/bytes.ts'
import { refold } from './refold.ts'
import { emptySegment, rowsIn, type Segment, sourcesIn } from './segment.ts'
import { placeOf, segmentOf, setSegment } from './segments.ts'
import { patchKeyframe, type Slices, setRun, sliceAt } from './slices.ts'
import type { Unit } from './unit.ts'

/** So many units are folded one by one, and a share of all: more of them in one go, slice beside slice. */
const FEW_UNITS = 64
const FEW_OF_ALL = 1 / 8

/** Settling costs by itself, for each record, as much as folding so many facts. */
const FACTS_A_RECORD = 5
/** Fewer are not worth it before somebody asks. */
const WORTH_SETTLING = 300_000

/** Whether so much was added that settling it now, and what is still to come later, costs little more than all of it then. */
export function isWorthSettling<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>({
  addedSince,
  dictionary,
}: Engine<Source, Fact, Common, K, Effect>): boolean {
  const records = dictionary.kinds.reduce((count, kind) => count + kind.rows, 0)
  return addedSince >= Math.max(WORTH_SETTLING, FACTS_A_RECORD * records)
}

/** Brings one unit up to its sources: facts, journals, and its part of every keyframe. */
export function settleUnit<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  unit: Unit<Source, Fact>,
): void {
  bringFacts(engine, unit)
  // Noted as done only when it is: a recipe that throws leaves the unit to be folded again.
  if (unit.keptUntil !== Infinity) foldAlone(engine, unit)
  unit.keptUntil = Infinity
  engine.unsettled.delete(unit)
}

/** Brings the facts of a unit up to its sources. */
export function bringFacts<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  unit: Unit<Source, Fact>,
): void {
  const common = commonAtHead(engine)
  if (unit.stale || (!unit.plain && unit.preparedWith !== common)) prepareUnit(engine, unit, common)
}

/** Brings all units up to their sources. */
export function settle<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
): void {
  atOnce(settling(engine))
}

/** The same step by step; whoever asks while it is under way goes on with it. */
export function* settling<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
): Generator<void, void> {
  if (engine.work !== undefined) yield* goingOn(engine)
  if (engine.unsettled.size === 0) return
  engine.work = settlingAll(engine)
  yield* goingOn(engine)
}

function* goingOn<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
): Generator<void, void> {
  const { work } = engine
  while (work !== undefined && engine.work === work) {
    try {
      if (work.next().done === true) engine.work = undefined
    } catch (error) {
      engine.work = undefined
      throw error
    }
    yield
  }
}

function* settlingAll<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
): Generator<void, void> {
  const { unsettled } = engine
  const few = Math.max(FEW_UNITS, engine.unitList.length * FEW_OF_ALL)
  engine.addedSince = 0
  if (unsettled.size > few) yield* foldingMany(engine)
  for (const unit of [...unsettled]) {
    settleUnit(engine, unit)
    yield
  }
  yield* consolidating(engine, few)
  yield* makingKeyframes(engine, 'much too long')
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
    // A correction may have moved a fact to a later instant than any source has.
    slice.lastOccurred = Math.max(slice.lastOccurred, young.facts.at(-1)?.occurredAt ?? -Infinity)
    setSegment(slices, slice, unit, young)
  })
  unit.first = facts[0] && placeOf(facts[0])
  unit.lastPrepared = lastPrepared(engine, after)
  unit.stale = false
  unit.named = namedBy(projection, sources)
  unit.preparedWith = common
  unit.changes++
  engine.changes++
}

/** The ids that sources name; `undefined` where the projection does not tell. */
function namedBy<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  { naming, concernsOthers }: Projection<Source, Fact, Common, K, Effect>,
  sources: readonly Source[],
): ReadonlySet<string> | undefined {
  return naming && new Set(sources.filter(concernsOthers).flatMap(naming.namesOf))
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

/** Folds a unit from where it changed on: its journals from there, and its records in the keyframes after it. */
function foldAlone<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  unit: Unit<Source, Fact>,
): void {
  const { slices } = engine
  unit.changes++
  engine.changes++
  refold(engine, unit, {
    entriesOf: () => byteWriter(),
    written: (slice, entries) => setRun(slices, slice, unit, written(entries)),
    reached: (slice, image) => patchKeyframe(slices, slice, unit, image()),
  })
}

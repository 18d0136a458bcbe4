import type { CommonAt, Kinds, Projection, Typed } from '@tidemark/projection'
import type { Engine } from '../engine.ts'
import { agreeUntil, ordered } from '../facts/ordered.ts'
import { emptySegment, rowsIn, type Segment, sourcesIn } from '../facts/segment.ts'
import type { Unit } from '../facts/unit.ts'
import { placeOf, segmentOf, setSegment } from '../slices/segments.ts'
import { type Slices, sliceAt } from '../slices/slices.ts'

/** Prepares all sources of a unit anew, and notes from when on its facts changed. */
export function prepareUnit<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
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
  unit.fresh = []
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

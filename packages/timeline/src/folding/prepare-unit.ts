import type { CommonAt, Kinds, Projection, Typed } from '@tidemark/projection'
import type { Engine } from '../engine.ts'
import { agreeUntil, ordered } from '../facts/ordered.ts'
import { emptySegment, type Segment, sourcesIn } from '../facts/segment.ts'
import type { Unit } from '../facts/unit.ts'
import { placeOf, replaceSegment, segmentOf } from '../slices/segments.ts'
import { distribute, notePrepared } from './prepared.ts'

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
  for (const [index, old] of before.entries()) {
    const slice = slices.list[index]
    if (slice === undefined) continue
    const young = after.get(index) ?? emptySegment<Source, Fact>()
    const changed = agreeUntil(old.facts, young.facts)
    unit.keptUntil = Math.min(unit.keptUntil, changed)
    if (changed === Infinity && agreeUntil(old.asides, young.asides) === Infinity) continue
    replaceSegment(slices, slice, unit, old, young)
  }
  unit.first = facts[0] && placeOf(facts[0])
  unit.lastPrepared = lastPrepared(engine, after.values())
  notePrepared(engine, unit, common, namedBy(projection, sources))
}

/** The ids that sources name; `undefined` where the projection does not tell. */
function namedBy<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  { naming, concernsOthers }: Projection<Source, Fact, Common, K, Effect>,
  sources: readonly Source[],
): ReadonlySet<string> | undefined {
  return naming && new Set(sources.filter(concernsOthers).flatMap(naming.namesOf))
}

function lastPrepared<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  { projection }: Engine<Source, Fact, Common, K, Effect>,
  segments: Iterable<Segment<Source, Fact>>,
): number {
  let last = -1
  for (const segment of segments) {
    for (const { position } of [...segment.asides, ...segment.made]) last = Math.max(last, position)
    for (const source of sourcesIn(segment))
      if (source.position > last && projection.concernsOthers(source)) last = source.position
  }
  return last
}

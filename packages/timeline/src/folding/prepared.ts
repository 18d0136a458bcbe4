import type { CommonAt, Kinds, Typed } from '@tidemark/projection'
import type { Engine } from '../engine.ts'
import { ordered } from '../facts/ordered.ts'
import { emptySegment, type Segment } from '../facts/segment.ts'
import type { Unit } from '../facts/unit.ts'
import { type Slices, sliceAt } from '../slices/slices.ts'

/** Sources and the facts they were prepared to, in the slices they fall into: by number, those alone that get any. */
export function distribute<Source extends Typed, Fact extends Typed>(
  slices: Slices<Source, Fact>,
  sources: readonly Source[],
  facts: readonly Fact[],
): ReadonlyMap<number, Segment<Source, Fact>> {
  const segments = new Map<number, Segment<Source, Fact>>()
  const segmentAt = ({ occurredAt }: Typed) => {
    const index = sliceAt(slices, occurredAt)
    const segment = segments.get(index) ?? emptySegment<Source, Fact>()
    segments.set(index, segment)
    return segment
  }
  const isSource = new Set<Typed>(sources)
  const isFact = new Set<Typed>(facts)
  for (const fact of facts) {
    const segment = segmentAt(fact)
    segment.facts.push(fact)
    if (!isSource.has(fact)) segment.made.add(fact)
  }
  const asides = sources.filter((source) => !isFact.has(source))
  for (const source of ordered(asides).facts) segmentAt(source).asides.push(source)
  return segments
}

/** Notes that all sources of a unit are prepared by now, and the ids they name. */
export function notePrepared<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  unit: Unit<Source, Fact>,
  common: CommonAt<Common>,
  named: ReadonlySet<string> | undefined,
): void {
  unit.stale = false
  unit.fresh = []
  unit.named = named
  unit.preparedWith = common
  unit.changes++
  engine.changes++
}

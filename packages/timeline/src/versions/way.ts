import type { Kinds, Typed } from '@tidemark/projection'
import type { Engine } from '../engine.ts'
import { spanTo } from '../slices/keyframes.ts'
import { type Slice, type Slices, sliceAt, startOf } from '../slices/slices.ts'

/** What the records as of an instant are read from. */
export interface Way<Source extends Typed, Fact extends Typed> {
  /** The slice that begins with the keyframe they stand in; with none, nothing is there yet. */
  readonly from: Slice<Source, Fact> | undefined
  /** The slices that tell what became of them until the instant, one after the other. */
  readonly through: readonly Slice<Source, Fact>[]
}

/** The way to an instant from the last keyframe on. */
export function wayOn<Source extends Typed, Fact extends Typed>(
  slices: Slices<Source, Fact>,
  instant: number,
): Way<Source, Fact> {
  const { first, last } = spanTo(slices, instant)
  return { from: slices.list[first], through: slices.list.slice(first, last + 1) }
}

/** The shortest: from the next keyframe where nothing happened between the instant and that, as where a month ends. */
export function wayTo<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  instant: number,
): Way<Source, Fact> {
  const { slices } = engine
  const last = sliceAt(slices, instant)
  const next = slices.list[last + 1]
  // Units that stand beside a keyframe have to be read from journals.
  const isThere = next?.keyframe?.patches.size === 0 && isQuietAfter(engine, instant, last)
  return isThere ? { from: next, through: [] } : wayOn(slices, instant)
}

/** Whether nothing happened in a slice after an instant. */
function isQuietAfter<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  { commonSources, lastCommon, slices }: Engine<Source, Fact, Common, K, Effect>,
  instant: number,
  index: number,
): boolean {
  if ((slices.list[index]?.lastOccurred ?? Infinity) > instant) return false
  const end = startOf(slices, index + 1)
  return (
    lastCommon <= instant || !commonSources.some(({ occurredAt }) => occurredAt > instant && occurredAt < end)
  )
}

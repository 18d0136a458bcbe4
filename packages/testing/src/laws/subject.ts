import type { Kinds, Projection, PureState, Typed } from '@tidemark/projection'
import {
  applyDiff,
  createTimeline,
  type Difference,
  diff,
  type SliceOptions,
  type StateView,
  type Timeline,
} from '@tidemark/timeline'
import type { Arbitrary } from 'fast-check'

/** What replays a projection: the timeline, or one that should answer as it does. */
export interface Replay<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect> {
  readonly createTimeline: (
    projection: Projection<Source, Fact, Common, K, Effect>,
    options?: SliceOptions,
  ) => Timeline<Source, Fact, Common, K, Effect>
  readonly diff: (a: StateView<K, Common>, b: StateView<K, Common>) => Difference<K, Common>
  readonly applyDiff: (
    projection: Projection<Source, Fact, Common, K, Effect>,
    state: PureState<K, Common>,
    difference: Difference<K, Common>,
  ) => PureState<K, Common>
}

/** A projection under test, and histories to try it on. */
export interface Subject<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect> {
  readonly projection: Projection<Source, Fact, Common, K, Effect>
  /** Sources in the order of recording, with ascending positions. */
  readonly histories: Arbitrary<readonly Source[]>
  /** One source as a line of a report. */
  readonly line: (source: Source) => string
  /** The source as if recorded in the place of another; by its position alone when not given. */
  readonly inPlaceOf?: ((source: Source, other: Source) => Source) | undefined
  /** Tidemark's own when not given. */
  readonly replay?: Replay<Source, Fact, Common, K, Effect> | undefined
}

/** What replays a subject. */
export function replayOf<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  subject: Subject<Source, Fact, Common, K, Effect>,
): Replay<Source, Fact, Common, K, Effect> {
  return subject.replay ?? { createTimeline, diff, applyDiff }
}

/** A timeline of a subject that got all of these sources at once. */
export function timelineOf<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  subject: Subject<Source, Fact, Common, K, Effect>,
  sources: readonly Source[],
  options: SliceOptions = {},
): Timeline<Source, Fact, Common, K, Effect> {
  const timeline = replayOf(subject).createTimeline(subject.projection, options)
  timeline.add(sources)
  return timeline
}

/** The same sources in another order, each as if recorded in the place of the one that stood there. */
export function inPlaceOf<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  subject: Subject<Source, Fact, Common, K, Effect>,
  reordered: readonly Source[],
  places: readonly Source[],
): readonly Source[] {
  const put = subject.inPlaceOf ?? ((source: Source, { position }: Source) => ({ ...source, position }))
  return reordered.map((source, index) => {
    const place = places[index]
    return place === undefined ? source : put(source, place)
  })
}

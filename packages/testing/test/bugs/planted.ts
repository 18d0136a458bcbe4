import { type Law, type StockSubject, stockSubject } from '@tidemark/testing'
import { applyDiff, createTimeline, diff } from '@tidemark/timeline'

/** A fault put in on purpose, and what it must turn red. */
export interface PlantedBug {
  readonly name: string
  readonly subject: StockSubject
  /** The name of the law that finds it. */
  readonly foundBy: string
  /** Laws that cannot but be broken by it as well; any where that cannot be told beforehand. */
  readonly alsoBreaks?: readonly string[] | 'any'
}

/** The same, of anything that laws are made for. */
export interface Planted extends Omit<PlantedBug, 'subject'> {
  readonly laws: readonly Law[]
}

/** Tidemark's own projection and timeline, on histories small enough to try a lot of them. */
export const healthy: StockSubject = stockSubject({ items: 2, branches: 2, size: 12 })

export type StockReplay = NonNullable<StockSubject['replay']>
export type StockTimeline = ReturnType<StockReplay['createTimeline']>
export type StockProjection = StockSubject['projection']

/** Replays as Tidemark does, but for what is given. */
export function replayWith(fault: Partial<StockReplay>): StockSubject {
  return { ...healthy, replay: { createTimeline, diff, applyDiff, ...fault } }
}

/** A timeline that differs from Tidemark's in what is given; what it is made of decides what that is. */
export function timelineWith(
  fault: (
    timeline: StockTimeline,
    options: { readonly sliceFacts?: number | undefined },
  ) => Partial<StockTimeline>,
): StockSubject {
  return replayWith({
    createTimeline: (projection, options = {}) => {
      const timeline = createTimeline(projection, options)
      return { ...timeline, ...fault(timeline, options) }
    },
  })
}

/** Another projection than Tidemark's, for the definition and the timeline alike. */
export function projectionWith(fault: Partial<StockProjection>): StockSubject {
  return { ...healthy, projection: { ...healthy.projection, ...fault } }
}

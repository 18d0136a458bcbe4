import { createTimeline } from '@tidemark/timeline'
import { healthy, type PlantedBug, replayWith, timelineWith } from './planted.ts'

const DAY = 86_400_000

const exclusiveCut: PlantedBug = {
  name: 'a view leaves out what occurs at its very instant',
  foundBy: 'a view is what the pure reduce makes of the facts',
  subject: timelineWith((timeline) => ({
    view: (options) => {
      const view = timeline.view({ ...options, asOf: options.asOf - 1 })
      const effects: typeof view.effects = ({ after = -Infinity, ...which }, listener) =>
        view.effects({ ...which, after: after - 1 }, listener)
      return {
        ...view,
        get common() {
          return view.common
        },
        effects,
      }
    },
  })),
}

const tiesReversed: PlantedBug = {
  name: 'facts of one instant fold from the last recorded to the first',
  foundBy: 'a view is what the pure reduce makes of the facts',
  subject: replayWith({
    createTimeline: (projection, options) =>
      createTimeline(
        {
          ...projection,
          concernsOthers: () => true,
          prepare: (sources, common) =>
            projection.prepare(sources, common).map((fact) => ({ ...fact, position: -fact.position })),
        },
        options,
      ),
  }),
}

const lateEntriesForgotten: PlantedBug = {
  name: 'what is recorded late, after a view was asked, is forgotten',
  foundBy: 'replaying all is adding bit by bit',
  subject: timelineWith((timeline) => {
    let newest = -Infinity
    let asked = -Infinity
    return {
      add: (sources) => {
        const kept = [...sources].filter((source) => source.occurredAt >= asked)
        for (const { occurredAt } of kept) newest = Math.max(newest, occurredAt)
        timeline.add(kept)
      },
      view: (options) => {
        asked = newest
        return timeline.view(options)
      },
    }
  }),
}

const sliceStartLost: PlantedBug = {
  name: 'a slice that starts at midnight loses the facts of that instant',
  foundBy: 'slices change no answer',
  subject: timelineWith((timeline, { sliceFacts }) => ({
    add: (sources) =>
      timeline.add(
        [...sources].filter(({ occurredAt }) => sliceFacts === undefined || occurredAt % DAY !== 0),
      ),
  })),
}

const keyframeStale: PlantedBug = {
  name: 'a keyframe is kept when an entry comes late',
  foundBy: 'replaying all is adding bit by bit',
  subject: timelineWith((timeline) => {
    const keyframes = new Map<number, ReturnType<typeof timeline.view>>()
    return {
      view: (options) => {
        if (options.knownThrough !== undefined || options.with !== undefined) return timeline.view(options)
        const view = keyframes.get(options.asOf) ?? timeline.view(options)
        keyframes.set(options.asOf, view)
        return view
      },
    }
  }),
}

const oneTooMany: PlantedBug = {
  name: 'a view knows one event more than it should',
  foundBy: 'as known then is a log that ends there',
  // A view taken anew at a point of knowledge is the one taken then, which this one is not.
  alsoBreaks: ['a view stays what it is'],
  subject: timelineWith((timeline) => ({
    view: ({ knownThrough, ...options }) =>
      timeline.view(knownThrough === undefined ? options : { ...options, knownThrough: knownThrough + 1 }),
  })),
}

const viewsFloat: PlantedBug = {
  name: 'a view fixes what it knows when it is read, not when it is taken',
  foundBy: 'a view stays what it is',
  subject: timelineWith((timeline) => ({
    view: (options) => {
      const now = () => timeline.view(options)
      return new Proxy(now(), { get: (_, member) => Reflect.get(now(), member) })
    },
  })),
}

const supposedCorrectionsLost: PlantedBug = {
  name: 'what if leaves out corrections',
  foundBy: 'what if is really adding',
  subject: timelineWith((timeline) => ({
    view: ({ with: supposed, ...options }) => {
      const plain = (supposed ?? []).filter((source) => !healthy.projection.concernsOthers(source))
      return timeline.view({ ...options, with: plain })
    },
  })),
}

/** Faults in how instants are answered. */
export const bugsInTime: readonly PlantedBug[] = [
  exclusiveCut,
  tiesReversed,
  lateEntriesForgotten,
  sliceStartLost,
  keyframeStale,
  oneTooMany,
  viewsFloat,
  supposedCorrectionsLost,
]

import type { Kinds, Typed } from '@tidemark/projection'
import fc from 'fast-check'
import { cutsOf, instantText, type Pick, picks } from './cuts.ts'
import { defineLaw, type Law } from './law.ts'
import { byUnit, inOnePass } from './read.ts'
import { mustBeSame } from './same.ts'
import { replayOf, type Subject, timelineOf } from './subject.ts'

/** Recording bit by bit, with questions in between, comes to the same as replaying all of it. */
export function incrementalIsReplay<
  Source extends Typed,
  Fact extends Typed,
  Common,
  K extends Kinds,
  Effect,
>(subject: Subject<Source, Fact, Common, K, Effect>): Law {
  return defineLaw({
    name: 'replaying all is adding bit by bit',
    statement:
      'A timeline that got its events in any chunks, with views asked in between, answers as of every instant what one answers that got them all at once.',
    cases: fc.record({
      sources: subject.histories,
      sizes: fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 8 }),
      asked: picks,
      sliceFacts: fc.constantFrom(1, 3, 8, 1000),
    }),
    history: ({ sources }) => sources.map(subject.line),
    circumstances: ({ sizes, sliceFacts }) => `chunks of ${sizes.join(', ')} and slices of ${sliceFacts}`,
    holds: ({ sources, sizes, asked, sliceFacts }) => {
      const timeline = replayOf(subject).createTimeline(subject.projection, { sliceFacts })
      for (const [index, chunk] of chunks(sources, sizes).entries()) {
        timeline.add(chunk)
        // Both ways to ask, because each brings other parts of what is kept up to date.
        const asOf = somewhere(sources, asked)
        if (index % 2 === 0) inOnePass(timeline.view({ asOf: Infinity }))
        else byUnit(timeline.view({ asOf }))
      }
      const atOnce = timelineOf(subject, sources, { sliceFacts })
      for (const asOf of cutsOf(sources)) {
        const expected = inOnePass(atOnce.view({ asOf }))
        mustBeSame(inOnePass(timeline.view({ asOf })), expected, `as of ${instantText(asOf)}`)
      }
    },
  })
}

function somewhere(sources: readonly Typed[], pick: Pick): number {
  const cuts = cutsOf(sources)
  return cuts[pick(cuts.length)] ?? Infinity
}

/** A list in parts of these sizes, over and over. */
function chunks<T>(all: readonly T[], sizes: readonly number[]): readonly (readonly T[])[] {
  const parts: (readonly T[])[] = []
  for (let from = 0; from < all.length; ) {
    const to = from + (sizes[parts.length % sizes.length] ?? 1)
    parts.push(all.slice(from, to))
    from = to
  }
  return parts
}

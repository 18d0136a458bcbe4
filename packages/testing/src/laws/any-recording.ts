import type { Kinds, Typed } from '@tidemark/projection'
import fc from 'fast-check'
import { cutsOf, instantText } from './cuts.ts'
import { defineLaw, type Law } from './law.ts'
import { inOnePass } from './read.ts'
import { mustBeSame } from './same.ts'
import { inPlaceOf, type Subject, timelineOf } from './subject.ts'

/** When something came to be known says nothing, once all of it is known. */
export function recordingOrderOfInstantsIsFree<
  Source extends Typed,
  Fact extends Typed,
  Common,
  K extends Kinds,
  Effect,
>(subject: Subject<Source, Fact, Common, K, Effect>): Law {
  const { concernsOthers } = subject.projection
  return defineLaw({
    name: 'facts of different instants may be recorded in any order',
    statement:
      'However facts that correct nothing are shuffled when recorded, those of one instant in their own order, every view with all known holds the same.',
    cases: fc.record({
      sources: subject.histories.map((sources) => sources.filter((source) => !concernsOthers(source))),
      ranks: fc.array(fc.nat(9), { minLength: 1, maxLength: 12, size: 'max' }),
    }),
    history: ({ sources }) => sources.map(subject.line),
    circumstances: ({ sources, ranks }) =>
      `recorded in the order ${shuffled(sources, ranks)
        .map((source) => sources.indexOf(source) + 1)
        .join(', ')}`,
    holds: ({ sources, ranks }) => {
      const recorded = timelineOf(subject, sources)
      const otherwise = timelineOf(subject, inPlaceOf(subject, shuffled(sources, ranks), sources))
      for (const asOf of cutsOf(sources)) {
        const expected = inOnePass(recorded.view({ asOf }))
        mustBeSame(inOnePass(otherwise.view({ asOf })), expected, `as of ${instantText(asOf)}`)
      }
    },
  })
}

/** By a rank of each instant; ranks are used over and over, and without any difference nothing moves. */
function shuffled<Source extends Typed>(
  sources: readonly Source[],
  ranks: readonly number[],
): readonly Source[] {
  const rankOf = new Map(cutsOf(sources).map((instant, index) => [instant, ranks[index % ranks.length] ?? 0]))
  const rank = ({ occurredAt }: Source) => rankOf.get(occurredAt) ?? 0
  return sources.toSorted((a, b) => rank(a) - rank(b))
}

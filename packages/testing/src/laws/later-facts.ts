import type { Kinds, Projection, Typed } from '@tidemark/projection'
import fc from 'fast-check'
import { cutsOf, instantText, type Pick, picks, splitAt } from './cuts.ts'
import { defineLaw, type Law } from './law.ts'
import { inOnePass } from './read.ts'
import { mustBeSame } from './same.ts'
import { type Subject, timelineOf } from './subject.ts'

/** What happens later changes nothing that was before it. */
export function laterFactsLeaveThePastAlone<
  Source extends Typed,
  Fact extends Typed,
  Common,
  K extends Kinds,
  Effect,
>(subject: Subject<Source, Fact, Common, K, Effect>): Law {
  const { projection } = subject
  return defineLaw({
    name: 'later facts leave the past alone',
    statement:
      'A view as of an instant holds the same, all known, whether or not facts of units that occur later and correct nothing are recorded on top.',
    cases: fc.record({ sources: subject.histories, first: picks, cut: picks }),
    history: ({ sources }) => sources.map(subject.line),
    circumstances: (example) => {
      const { asOf, before, later } = additionTo(projection, example)
      return `${later.length} facts after event ${before.length} on top, as of ${instantText(asOf)}`
    },
    holds: (example) => {
      const { asOf, before, later } = additionTo(projection, example)
      const expected = inOnePass(timelineOf(subject, before).view({ asOf }))
      const longer = timelineOf(subject, [...before, ...later])
      mustBeSame(inOnePass(longer.view({ asOf })), expected, `as of ${instantText(asOf)}`)
    },
  })
}

/** A history in two: what is there, and what of the rest occurs after some instant of it. */
function additionTo<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  projection: Projection<Source, Fact, Common, K, Effect>,
  { sources, first, cut }: { readonly sources: readonly Source[]; readonly first: Pick; readonly cut: Pick },
) {
  const [before, after] = splitAt(sources, first)
  const cuts = cutsOf(before)
  const asOf = cuts[cut(cuts.length)] ?? 0
  // A correction may reach back, and what is common may say how a correction acts.
  const later = after.filter(
    (source) =>
      source.occurredAt > asOf && projection.unitOf(source) !== null && !projection.concernsOthers(source),
  )
  return { asOf, before, later }
}

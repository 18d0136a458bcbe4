import type { Kinds, Typed } from '@tidemark/projection'
import fc from 'fast-check'
import { cutsOf, instantText } from './cuts.ts'
import { interleaved, turns } from './interleaved.ts'
import { defineLaw, type Law } from './law.ts'
import { inOnePass } from './read.ts'
import { mustBeSame } from './same.ts'
import { inPlaceOf, type Subject, timelineOf } from './subject.ts'

/** Which of two independent units was recorded first says nothing. */
export function recordingOrderOfUnitsIsFree<
  Source extends Typed,
  Fact extends Typed,
  Common,
  K extends Kinds,
  Effect,
>(subject: Subject<Source, Fact, Common, K, Effect>): Law {
  return defineLaw({
    name: 'the recording order of independent units changes nothing',
    statement:
      'However the events of different units are interleaved when recorded, each unit in its own order, every view with all known holds the same.',
    cases: fc.record({ sources: subject.histories, turns }),
    history: ({ sources }) => sources.map(subject.line),
    circumstances: ({ turns }) => `turns ${turns.join(', ')}`,
    holds: ({ sources, turns }) => {
      const reordered = interleaved(sources, subject.projection.unitOf, turns)
      const recorded = timelineOf(subject, sources)
      const otherwise = timelineOf(subject, inPlaceOf(subject, reordered, sources))
      for (const asOf of cutsOf(sources)) {
        const expected = inOnePass(recorded.view({ asOf }))
        mustBeSame(inOnePass(otherwise.view({ asOf })), expected, `as of ${instantText(asOf)}`)
      }
    },
  })
}

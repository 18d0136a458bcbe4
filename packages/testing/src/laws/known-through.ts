import type { Kinds, Typed } from '@tidemark/projection'
import fc from 'fast-check'
import { cutsOf, headOf, instantText, picks, splitAt } from './cuts.ts'
import { defineLaw, type Law } from './law.ts'
import { byUnit, inOnePass } from './read.ts'
import { mustBeSame } from './same.ts'
import { type Subject, timelineOf } from './subject.ts'

/** What was not known yet plays no part. */
export function knownThroughIsAShorterLog<
  Source extends Typed,
  Fact extends Typed,
  Common,
  K extends Kinds,
  Effect,
>(subject: Subject<Source, Fact, Common, K, Effect>): Law {
  return defineLaw({
    name: 'as known then is a log that ends there',
    statement:
      'As of every instant, a view as known through a position holds what the view of a log holds that ends at that position.',
    cases: fc.record({ sources: subject.histories, known: picks }),
    history: ({ sources }) => sources.map(subject.line),
    circumstances: ({ sources, known }) => `knowledge through event ${splitAt(sources, known)[0].length}`,
    holds: ({ sources, known }) => {
      const [there] = splitAt(sources, known)
      const knownThrough = headOf(there)
      const longer = timelineOf(subject, sources)
      const shorter = timelineOf(subject, there)
      for (const [index, asOf] of cutsOf(sources).entries()) {
        // One way to read after the other, so that each gets its turn.
        const read = index % 2 === 0 ? inOnePass : byUnit
        const expected = inOnePass(shorter.view({ asOf }))
        mustBeSame(read(longer.view({ asOf, knownThrough })), expected, `as of ${instantText(asOf)}`)
      }
    },
  })
}

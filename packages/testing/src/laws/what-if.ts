import type { Kinds, Typed } from '@tidemark/projection'
import fc from 'fast-check'
import { cutsOf, instantText, picks, splitAt } from './cuts.ts'
import { defineLaw, type Law } from './law.ts'
import { byUnit, inOnePass } from './read.ts'
import { mustBeSame } from './same.ts'
import { type Subject, timelineOf } from './subject.ts'

/** Supposing is recording, without the record. */
export function supposingIsRecording<
  Source extends Typed,
  Fact extends Typed,
  Common,
  K extends Kinds,
  Effect,
>(subject: Subject<Source, Fact, Common, K, Effect>): Law {
  return defineLaw({
    name: 'what if is really adding',
    statement:
      'As of every instant, a view with events that were never recorded holds what a view holds after recording them, and leaves the others as they are.',
    cases: fc.record({ sources: subject.histories, recorded: picks }),
    history: ({ sources }) => sources.map(subject.line),
    circumstances: ({ sources, recorded }) =>
      `what follows event ${splitAt(sources, recorded)[0].length} supposed`,
    holds: ({ sources, recorded }) => {
      const [before, supposed] = splitAt(sources, recorded)
      const timeline = timelineOf(subject, before)
      const added = timelineOf(subject, sources)
      const cuts = cutsOf(sources)
      const untouched = cuts.map((asOf) => inOnePass(timeline.view({ asOf })))
      for (const [index, asOf] of cuts.entries()) {
        // One way to read after the other, so that each gets its turn.
        const read = index % 2 === 0 ? inOnePass : byUnit
        const expected = inOnePass(added.view({ asOf }))
        mustBeSame(read(timeline.view({ asOf, with: supposed })), expected, `as of ${instantText(asOf)}`)
      }
      const after = cuts.map((asOf) => inOnePass(timeline.view({ asOf })))
      mustBeSame(after, untouched, 'without supposing')
    },
  })
}

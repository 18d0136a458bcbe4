import type { Kinds, Typed } from '@tidemark/projection'
import fc from 'fast-check'
import { cutsOf, headOf, instantText, picks, splitAt } from './cuts.ts'
import { defineLaw, type Law } from './law.ts'
import { byUnit, inOnePass } from './read.ts'
import { mustBeSame } from './same.ts'
import { type Subject, timelineOf } from './subject.ts'

/** What comes to be known later changes no view that was taken before. */
export function viewsStay<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  subject: Subject<Source, Fact, Common, K, Effect>,
): Law {
  return defineLaw({
    name: 'a view stays what it is',
    statement:
      'After more is recorded, a view taken before holds what it held, read already or not, and so does a new view as known at that point.',
    cases: fc.record({ sources: subject.histories, first: picks }),
    history: ({ sources }) => sources.map(subject.line),
    circumstances: ({ sources, first }) => `views taken after event ${splitAt(sources, first)[0].length}`,
    holds: ({ sources, first }) => {
      const [before, after] = splitAt(sources, first)
      const timeline = timelineOf(subject, before, { sliceFacts: 4 })
      const taken = cutsOf(sources).map((asOf) => {
        const read = timeline.view({ asOf })
        return { asOf, read, held: inOnePass(read), unread: timeline.view({ asOf }) }
      })
      timeline.add(after)
      const knownThrough = headOf(before)
      for (const { asOf, read, held, unread } of taken) {
        const at = `as of ${instantText(asOf)}`
        mustBeSame(byUnit(read), held, `${at}, read before`)
        mustBeSame(inOnePass(unread), held, `${at}, not read before`)
        mustBeSame(inOnePass(timeline.view({ asOf, knownThrough })), held, `${at}, taken anew`)
      }
    },
  })
}

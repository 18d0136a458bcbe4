import type { Kinds, Typed } from '@tidemark/projection'
import fc from 'fast-check'
import { headOf, instantText, narrowCutsOf, picks, splitAt } from './cuts.ts'
import { defineLaw, type Law } from './law.ts'
import { inOnePass } from './read.ts'
import { mustBeSame } from './same.ts'
import { type Subject, timelineOf } from './subject.ts'

/** Slices are a cache. */
export function slicesChangeNothing<
  Source extends Typed,
  Fact extends Typed,
  Common,
  K extends Kinds,
  Effect,
>(subject: Subject<Source, Fact, Common, K, Effect>): Law {
  return defineLaw({
    name: 'slices change no answer',
    statement:
      'As of every instant and as known at any point, a timeline with slices of any size answers what one without slices answers.',
    cases: fc.record({ sources: subject.histories, known: picks, sliceFacts: fc.constantFrom(1, 2, 5, 12) }),
    history: ({ sources }) => sources.map(subject.line),
    circumstances: ({ sources, known, sliceFacts }) =>
      `knowledge through event ${splitAt(sources, known)[0].length} and slices of ${sliceFacts}`,
    holds: ({ sources, known, sliceFacts }) => {
      const knownThrough = headOf(splitAt(sources, known)[0])
      const whole = timelineOf(subject, sources, { slices: false })
      const sliced = timelineOf(subject, sources, { sliceFacts })
      for (const asOf of narrowCutsOf(sources)) {
        const at = `as of ${instantText(asOf)}`
        mustBeSame(inOnePass(sliced.view({ asOf })), inOnePass(whole.view({ asOf })), at)
        const then = inOnePass(whole.view({ asOf, knownThrough }))
        mustBeSame(inOnePass(sliced.view({ asOf, knownThrough })), then, `${at}, as known then`)
      }
    },
  })
}

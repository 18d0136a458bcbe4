import { initialState, type Kinds, prepare, reduce, type Typed } from '@tidemark/projection'
import { instantText, narrowCutsOf } from './cuts.ts'
import { defineLaw, type Law } from './law.ts'
import { byUnit, inOnePass } from './read.ts'
import { mustBeSame } from './same.ts'
import { type Subject, timelineOf } from './subject.ts'

/** The replay engine does what the pure definition says. */
export function viewsAreWhatReduceMakes<
  Source extends Typed,
  Fact extends Typed,
  Common,
  K extends Kinds,
  Effect,
>(subject: Subject<Source, Fact, Common, K, Effect>): Law {
  const { projection } = subject
  return defineLaw({
    name: 'a view is what the pure reduce makes of the facts',
    statement:
      'As of every instant, the full view and the view of each single unit hold what `reduce` makes of the prepared facts up to then.',
    cases: subject.histories,
    history: (sources) => sources.map(subject.line),
    holds: (sources) => {
      const facts = prepare(projection, sources)
      const timeline = timelineOf(subject, sources)
      let state = initialState(projection)
      let folded = 0
      for (const [index, asOf] of narrowCutsOf([...facts, ...sources]).entries()) {
        for (
          let fact = facts[folded];
          fact !== undefined && fact.occurredAt <= asOf;
          fact = facts[++folded]
        ) {
          state = reduce(projection, state, fact)
        }
        // Every third unit by unit, so that both ways get to cuts and to the milliseconds before them.
        const read = index % 3 === 0 ? byUnit : inOnePass
        mustBeSame(read(timeline.view({ asOf })), state, `as of ${instantText(asOf)}`)
      }
    },
  })
}

import type { Arbitrary } from 'fast-check'
import { defineLaw, type Law } from '../laws/law.ts'
import type { OpenLog } from '../log-conformance/promise.ts'
import { lineOf } from './events.ts'
import { handedIn, play } from './play.ts'
import { ending, following, racing, reading, type Step, stepsOf, stepText, writing } from './step.ts'

/**
 * The laws of an `EventLog`: whatever is done with it, in any order, it behaves as a plain list would.
 *
 * `logConformance` states each promise of the port as an example; these look for the sequence nobody thought of.
 *
 * @example
 * for (const law of logLaws(openMyLog)) test(law.name, () => law.check(trials()))
 */
export function logLaws(open: OpenLog): readonly Law[] {
  const law = (name: string, statement: string, cases: Arbitrary<readonly Step[]>): Law =>
    defineLaw({
      name,
      statement,
      cases,
      history: (steps) => handedIn(steps).map(lineOf),
      circumstances: (steps) => `the steps ${steps.map(stepText).join(', ')}`,
      holds: (steps) => play(open, steps),
    })
  return [
    law(
      'an append is written, there already, or refused, as the rules say',
      'In any sequence of appends and retries each ends as the ids and revisions of its streams demand, and the log holds what was written, once.',
      stepsOf([4, writing], [1, racing]),
    ),
    law(
      'what is read is what was recorded',
      'Within any bounds, in any direction and through any filter, a reader gets the events that were recorded there, in their order.',
      stepsOf([2, writing], [3, reading]),
    ),
    law(
      'a follower gets every event once and in order',
      'From wherever it starts, and whatever is appended meanwhile, a follower is delivered every matching event once, in the order of recording.',
      stepsOf([1, writing], [3, following]),
    ),
    law(
      'what was acknowledged outlives a crash',
      'After any end of the log, orderly or not, what was acknowledged is there, a retry is known again, and followers go on where they were.',
      stepsOf([3, writing], [2, following], [1, reading], [3, ending]),
    ),
  ]
}

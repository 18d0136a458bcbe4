import type { Kinds, Typed } from '@tidemark/projection'
import { cutsOf, instantText } from './cuts.ts'
import { defineLaw, type Law } from './law.ts'
import { inOnePass } from './read.ts'
import { mustBeSame } from './same.ts'
import { type Subject, timelineOf } from './subject.ts'
import { type Surroundings, within } from './surroundings.ts'

const here: Surroundings = { now: Date.UTC(2030, 0, 1, 12), random: 0.25, timeZone: 'UTC' }
const elsewhere: Surroundings = { now: Date.UTC(2041, 6, 6, 3), random: 0.75, timeZone: 'Pacific/Kiritimati' }

/** The same facts, the same state: today and in ten years, here and on another machine. */
export function stateIsOfFactsAlone<
  Source extends Typed,
  Fact extends Typed,
  Common,
  K extends Kinds,
  Effect,
>(subject: Subject<Source, Fact, Common, K, Effect>): Law {
  return defineLaw({
    name: 'the state is made of the facts alone',
    statement:
      'Replayed again, at another time, with other random numbers and in another local time zone, the same facts give the same state, and are left as they were.',
    cases: subject.histories,
    history: (sources) => sources.map(subject.line),
    holds: (sources) => {
      const frozen = sources.map(deeplyFrozen)
      const cuts = cutsOf(sources)
      const states = () => {
        const timeline = timelineOf(subject, frozen)
        return cuts.map((asOf) => inOnePass(timeline.view({ asOf })))
      }
      const first = within(here, states)
      const again = within(elsewhere, states)
      for (const [index, asOf] of cuts.entries()) {
        mustBeSame(again[index], first[index], `as of ${instantText(asOf)}, replayed again`)
      }
    },
  })
}

/** A copy that throws when someone changes it. */
function deeplyFrozen<T>(value: T): T {
  const copy = structuredClone(value)
  freeze(copy)
  return copy
}

function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return
  Object.freeze(value)
  for (const key of Object.keys(value)) freeze(Reflect.get(value, key))
}

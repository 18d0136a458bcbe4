import type { KnownEvent } from '@tidemark/domain'
import {
  initialState,
  type Kinds,
  type Projection,
  type PureState,
  prepare,
  reduce,
  type Typed,
} from '@tidemark/projection'
import { createTimeline } from '@tidemark/timeline'
import { type TimeInput, toInstant } from 'tidemark'
import type { History } from '../generators/deed.ts'
import { knownEvents } from '../generators/known.ts'
import { inOnePass } from '../laws/read.ts'
import { mustBeSame } from '../laws/same.ts'
import { completed, type ScenarioEvent } from './event.ts'
import { refusePromise, ScenarioFailed } from './failed.ts'

/** What must be so of a projection's state; throws where it is not. */
export type StateCheck<K extends Kinds, Common> = (state: PureState<K, Common>) => void

/** What was known, what comes to be known, and what a projection must then hold: a value, as a `Scenario` is. */
export interface ProjectionScenario<K extends Kinds, Common> {
  /** What is known beforehand. */
  given(...events: readonly ScenarioEvent[]): ProjectionScenario<K, Common>
  /** What comes to be known, of any time. */
  when(...events: readonly ScenarioEvent[]): ProjectionScenario<K, Common>
  /** What the state must then hold, as of the last event or any other instant. */
  then(
    check: StateCheck<K, Common>,
    view?: { readonly asOf?: TimeInput | undefined },
  ): ProjectionScenario<K, Common>
  /**
   * Folds the events with `reduce` and, in two goes, in a timeline, which must come to the same, and looks at the state.
   *
   * @throws ScenarioFailed with the events and what is not so.
   */
  run(): void
}

/**
 * A scenario of a projection of inventory events.
 *
 * @example
 * projectionScenario(unitsByWeekday)
 *   .given({ type: 'StockSold', item: 'tea', branch: 'north', quantity: '3', netAmount: '9', occurredAt: '2027-03-01T10:00Z' })
 *   .then(({ units }) => assert.equal(units.tea?.day.Monday?.units, 3_000_000n))
 *   .run()
 */
export function projectionScenario<Fact extends Typed, Common, K extends Kinds, Effect>(
  projection: Projection<KnownEvent, Fact, Common, K, Effect>,
): ProjectionScenario<K, Common> {
  return scenarioOf(projection, { given: [], when: [], expected: [] })
}

interface Plan<K extends Kinds, Common> {
  readonly given: readonly ScenarioEvent[]
  readonly when: readonly ScenarioEvent[]
  readonly expected: readonly {
    readonly check: StateCheck<K, Common>
    readonly asOf: TimeInput | undefined
  }[]
}

function scenarioOf<Fact extends Typed, Common, K extends Kinds, Effect>(
  projection: Projection<KnownEvent, Fact, Common, K, Effect>,
  plan: Plan<K, Common>,
): ProjectionScenario<K, Common> {
  const next = (change: Partial<Plan<K, Common>>) => scenarioOf(projection, { ...plan, ...change })
  return {
    given: (...events) => next({ given: [...plan.given, ...events] }),
    when: (...events) => next({ when: [...plan.when, ...events] }),
    // biome-ignore lint/suspicious/noThenProperty: given, when, then is what everybody calls it, and it refuses to be awaited.
    then: (check, view: { readonly asOf?: TimeInput | undefined } = {}) => {
      refusePromise(check, view)
      return next({ expected: [...plan.expected, { check, asOf: view.asOf }] })
    },
    run: () => {
      const all = completed([...plan.given, ...plan.when])
      const given = all.slice(0, plan.given.length)
      const when = all.slice(plan.given.length)
      try {
        play(projection, plan, given, when)
      } catch (error) {
        throw new ScenarioFailed(projection.name, given, when, error)
      }
    },
  }
}

function play<Fact extends Typed, Common, K extends Kinds, Effect>(
  projection: Projection<KnownEvent, Fact, Common, K, Effect>,
  { expected }: Plan<K, Common>,
  given: History,
  when: History,
): void {
  const events = knownEvents([...given, ...when])
  const last = Math.max(...events.map(({ occurredAt }) => occurredAt))
  const timeline = createTimeline(projection)
  timeline.add(events.slice(0, given.length))
  inOnePass(timeline.view({ asOf: last }))
  timeline.add(events.slice(given.length))
  for (const { check, asOf } of expected) {
    const instant = asOf === undefined ? last : toInstant(asOf)
    const state = folded(projection, events, instant)
    mustBeSame(inOnePass(timeline.view({ asOf: instant })), state, 'what a timeline comes to')
    check(state)
  }
}

function folded<Fact extends Typed, Common, K extends Kinds, Effect>(
  projection: Projection<KnownEvent, Fact, Common, K, Effect>,
  events: readonly KnownEvent[],
  asOf: number,
): PureState<K, Common> {
  return prepare(projection, events)
    .filter(({ occurredAt }) => occurredAt <= asOf)
    .reduce((state, fact) => reduce(projection, state, fact), initialState(projection))
}

import type { History } from '../generators/deed.ts'
import { linesOf } from './event.ts'

/** Raised when a scenario does not end as it says; the message is the whole story. */
export class ScenarioFailed extends Error {
  override readonly name = 'ScenarioFailed'
  readonly code = 'SCENARIO_FAILED'

  constructor(name: string, given: History, when: History, cause: unknown) {
    const why = cause instanceof Error ? cause.message : String(cause)
    super([name, ...part('given', given), ...part('when', when), `then ${why}`].join('\n'), { cause })
  }
}

function part(title: string, history: History): readonly string[] {
  return history.length === 0 ? [] : [`${title} (a movement file):`, ...linesOf(history)]
}

/** Keeps a scenario from being taken for a promise, which `then` alone would make of it. */
export function refusePromise(check: unknown, other: unknown): void {
  if (typeof check !== 'function' || typeof other === 'function') {
    throw new TypeError('a scenario is no promise: call run(), and wait for that')
  }
}

import { suite } from 'uvu'
import type { Law } from './laws/law.ts'
import { trials as fromEnvironment, type Trials } from './laws/trials.ts'

/** How laws are tried, and what is done after the last of them. */
export interface LawSuiteOptions extends Trials {
  /** Removes what the laws left behind. */
  readonly after?: (() => void | Promise<void>) | undefined
}

/**
 * Registers laws as a suite of uvu, one test each. The environment decides as `trials` says, and leaves out all laws but
 * the one of `TIDEMARK_LAW`.
 *
 * @example
 * lawSuite('units by weekday', projectionLaws(unitsByWeekday), { seed: 1 })
 */
export function lawSuite(name: string, laws: readonly Law[], options: LawSuiteOptions = {}): void {
  const { after, ...otherwise } = options
  const test = suite(name)
  const trials = fromEnvironment(otherwise)
  for (const law of laws) {
    if (trials.law !== undefined && trials.law !== law.name) test.skip(law.name)
    else test(law.name, () => law.check(trials))
  }
  if (after !== undefined) test.after(after)
  test.run()
}

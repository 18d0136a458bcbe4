import { trials as fromEnvironment, type Trials } from '@tidemark/testing'

/** The seed of every run unless TIDEMARK_SEED says otherwise; a broken law prints the one it used. */
const SEED = 20270331

/** What runs these suites. */
const COMMAND = 'node --conditions=@tidemark/source packages/testing/test/run.ts'

/** How a law is tried: the environment overrides the fixed seed and the number of cases. */
export function trials(runs: number): Trials & { readonly seed: number; readonly runs: number } {
  const given = fromEnvironment({ seed: SEED, runs, command: COMMAND })
  return { ...given, seed: given.seed ?? SEED, runs: given.runs ?? runs }
}

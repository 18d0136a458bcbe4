import type { Trials } from '@tidemark/testing'

/** The seed of every run unless TIDEMARK_SEED says otherwise; a broken law prints the one it used. */
const SEED = 20270331

function numberFrom(variable: string, otherwise: number): number {
  const text = process.env[variable]
  if (text === undefined || text === '') return otherwise
  const number = Number(text)
  if (!Number.isSafeInteger(number)) throw new RangeError(`${variable}=${text}: not a whole number`)
  return number
}

/** How a law is tried: TIDEMARK_SEED and TIDEMARK_RUNS override the fixed seed and the number of cases. */
export function trials(runs: number): Trials & { readonly seed: number; readonly runs: number } {
  return { seed: numberFrom('TIDEMARK_SEED', SEED), runs: numberFrom('TIDEMARK_RUNS', runs) }
}

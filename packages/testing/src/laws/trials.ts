/** Which cases are tried, and how many. */
export interface Trials {
  /** The same seed tries the same cases. */
  readonly seed?: number | undefined
  /** How many cases; 100. */
  readonly runs?: number | undefined
  /** Goes straight to one case of the seed, as a broken law names it. */
  readonly path?: string | undefined
  /** Tries the law of this name alone: others pass untried. */
  readonly law?: string | undefined
  /** What runs the tests, for the line that repeats a broken law; `npm test`. */
  readonly command?: string | undefined
}

/** What a broken law prints to be tried again, as environment variables. */
export interface TrialVariables {
  readonly [variable: string]: string | undefined
}

/**
 * Trials that the environment may change: `TIDEMARK_SEED`, `TIDEMARK_RUNS`, and for the one law that `TIDEMARK_LAW`
 * names, `TIDEMARK_PATH`.
 *
 * @throws RangeError for a number that is none, and for a path without a law.
 * @example
 * test(law.name, () => law.check(trials({ seed: 1, runs: 200 })))
 */
export function trials(otherwise: Trials = {}, variables: TrialVariables = process.env): Trials {
  const law = textOf(variables, 'TIDEMARK_LAW') ?? otherwise.law
  const path = textOf(variables, 'TIDEMARK_PATH') ?? otherwise.path
  if (path !== undefined && law === undefined) {
    throw new RangeError('TIDEMARK_PATH leads to a case of one law; name it in TIDEMARK_LAW')
  }
  return {
    ...otherwise,
    seed: numberOf(variables, 'TIDEMARK_SEED') ?? otherwise.seed,
    runs: numberOf(variables, 'TIDEMARK_RUNS') ?? otherwise.runs,
    law,
    path,
  }
}

/** The line that tries one case of a law again. */
export function againLine(law: string, seed: number, path: string, command: string): string {
  return `TIDEMARK_LAW=${quoted(law)} TIDEMARK_SEED=${seed} TIDEMARK_PATH=${path} ${command}`
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}

function textOf(variables: TrialVariables, name: string): string | undefined {
  const text = variables[name]
  return text === '' ? undefined : text
}

function numberOf(variables: TrialVariables, name: string): number | undefined {
  const text = textOf(variables, name)
  if (text === undefined) return undefined
  const number = Number(text)
  if (!Number.isSafeInteger(number)) throw new RangeError(`${name}=${text}: not a whole number`)
  return number
}

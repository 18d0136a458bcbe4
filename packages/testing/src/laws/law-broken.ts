import { againLine } from './trials.ts'

/** How a law was broken: everything needed to see it again. */
export interface Breach {
  readonly law: string
  readonly statement: string
  readonly seed: number
  /** Leads to the case within the seed. */
  readonly path: string
  /** The smallest history found, as lines of a movement file. */
  readonly history: readonly string[]
  /** What else the case holds, in words. */
  readonly circumstances: string
  /** What ran the tests. */
  readonly command: string
  /** What was thrown. */
  readonly cause: unknown
}

/** Raised when a law does not hold; the message is the whole report. */
export class LawBroken extends Error {
  override readonly name = 'LawBroken'
  readonly code = 'LAW_BROKEN'
  readonly breach: Breach

  constructor(breach: Breach) {
    super(report(breach), { cause: breach.cause })
    this.breach = breach
    // Where the harness noticed it says nothing; the report says it all, and runners print it once.
    this.stack = `${this.name}: ${breach.law}`
  }
}

function report({ law, statement, seed, path, history, circumstances, command, cause }: Breach): string {
  return [
    `law broken: ${law}`,
    `  ${statement}`,
    `  ${describe(cause)}`,
    `  seed ${seed}, path ${path}`,
    `  again: ${againLine(law, seed, path, command)}`,
    ...(circumstances === '' ? [] : [`  with ${circumstances}`]),
    `  history of ${history.length} (a movement file):`,
    ...history,
  ].join('\n')
}

/** A broken expectation says what it is; anything else was not meant to be thrown, and tells where. */
function describe(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  return cause instanceof NotTheSame ? cause.message : (cause.stack ?? cause.message)
}

/** Raised when two things that must be the same are not; says where they part. */
export class NotTheSame extends Error {
  override readonly name = 'NotTheSame'
  readonly code = 'NOT_THE_SAME'
}

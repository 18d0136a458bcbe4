import { judge } from './judge.ts'
import type { OracleCase } from './oracle-case.ts'
import { messageOf, OracleError } from './oracle-error.ts'
import type { OracleEntry } from './read-cases.ts'
import { type Replayed, replayCase } from './replay.ts'

/** A figure that does not hold. */
export interface OracleFailure {
  readonly case: string
  /** 1, 2, 3, ... in the order of the case; 0 for the case as a whole. */
  readonly figure: number
  readonly message: string
}

/** What a file of cases came to. */
export interface OracleReport {
  readonly figures: number
  readonly holding: number
  readonly failures: readonly OracleFailure[]
  /** Cases that follow a rule of another system's own; they are neither replayed nor counted among the figures. */
  readonly peerSpecific: { readonly cases: number; readonly figures: number }
}

/**
 * Replays cases and holds what they expect against what the inventory says, each in a log of its own.
 *
 * @example
 * const report = await runOracles(readOracleCases(await readFile('cases.json', 'utf8')))
 * console.log(`${report.holding} of ${report.figures} hold`)
 */
export async function runOracles(entries: readonly OracleEntry[]): Promise<OracleReport> {
  const failures: OracleFailure[] = []
  const peerSpecific = { cases: 0, figures: 0 }
  let figures = 0
  let holding = 0
  for (const entry of entries) {
    if ('peerSpecific' in entry) {
      peerSpecific.cases++
      peerSpecific.figures += entry.figures
      continue
    }
    figures += entry.figures
    if ('error' in entry) failures.push({ case: entry.id, figure: 0, message: entry.error.message })
    else {
      const failed = await runCase(entry.replay)
      failures.push(...failed)
      holding += failed.some(({ figure }) => figure === 0) ? 0 : entry.figures - failed.length
    }
  }
  return { figures, holding, failures, peerSpecific }
}

async function runCase(oracle: OracleCase): Promise<readonly OracleFailure[]> {
  let replayed: Replayed
  try {
    replayed = await replayCase(oracle)
  } catch (error) {
    if (!(error instanceof OracleError)) throw error
    return [{ case: oracle.id, figure: 0, message: `${oracle.id}: ${error.message}` }]
  }
  const failures: OracleFailure[] = []
  for (const [index, expectation] of oracle.expect.entries()) {
    const faults = await judge(expectation, replayed).catch((error: unknown) => {
      if (!(error instanceof OracleError)) throw error
      return [messageOf(error)]
    })
    if (faults.length === 0) continue
    const known = expectation.afterStep === undefined ? '' : ` after step ${expectation.afterStep}`
    const asOf = expectation.asOf === undefined ? '' : ` as of ${expectation.asOf}`
    const message = `${oracle.id}, figure ${index + 1}${known}${asOf}: ${faults.join('; ')}`
    failures.push({ case: oracle.id, figure: index + 1, message })
  }
  return failures
}

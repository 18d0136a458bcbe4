import { LogError } from '@tidemark/log'
import { type EventStoreLog, eventStoreLog } from '../src/index.ts'
import { ownConnection } from './case.ts'
import { allCases } from './cases/index.ts'
import { type Options, optionsFrom, UsageError, usage } from './options.ts'
import { runCases } from './run-cases.ts'
import { ackedFile, readAcked } from './soak/acked-file.ts'
import { runSoak } from './soak/soak.ts'
import { type Tally, tally } from './tally.ts'
import { verifyAcked } from './verify.ts'

/** Where lines go to. */
export interface Talk {
  /** What was found. */
  readonly out: (line: string) => void
  /** Why nothing could be found. */
  readonly problem: (line: string) => void
}

/**
 * The program: its exit code, 0 when all passed, 1 when something failed or the server is away, 2 when the arguments cannot
 * be used. Never throws.
 *
 * @example
 * process.exitCode = await conformance(['esdb://127.0.0.1:2113?tls=false'], { out: console.log, problem: console.error })
 */
export async function conformance(args: readonly string[], { out, problem }: Talk): Promise<0 | 1 | 2> {
  try {
    const options = optionsFrom(args)
    if (options === 'help') {
      out(usage)
      return 0
    }
    const acked = options.verify === undefined ? undefined : readAcked(options.verify)
    const away = await whyAway(options.url)
    if (away !== undefined) {
      problem(away)
      return 1
    }
    const results = tally(out)
    try {
      if (acked !== undefined) await verifyAcked(options.url, acked, results)
      else if (options.soakSeconds !== undefined) await soak(options, options.soakSeconds, results, out)
      else await cases(options, results)
    } catch (error) {
      if (error instanceof UsageError) throw error
      results.fail('the run came to its end', error)
    }
    return results.end() ? 0 : 1
  } catch (error) {
    const isUsage =
      error instanceof UsageError || (error instanceof LogError && error.code === 'INVALID_ARGUMENT')
    problem(error instanceof Error ? error.message : String(error))
    if (isUsage) problem('try --help')
    return isUsage ? 2 : 1
  }
}

async function cases({ url, only, pauseBetweenMs }: Options, results: Tally): Promise<void> {
  const wanted = allCases().filter(
    ({ name }) => only.length === 0 || only.some((part) => name.toLowerCase().includes(part.toLowerCase())),
  )
  if (wanted.length === 0) throw new UsageError(`no case is called ${only.join(' or ')}`)
  await runCases(url, wanted, pauseBetweenMs, results)
}

async function soak(
  { url, acked }: Options,
  seconds: number,
  results: Tally,
  out: (line: string) => void,
): Promise<void> {
  const file = acked === undefined ? undefined : ackedFile(acked)
  try {
    await runSoak({ url, seconds, acknowledge: file?.add ?? (() => undefined), out }, results)
  } finally {
    file?.close()
  }
}

/** Why the server cannot be reached, in one line; undefined when it can. Throws `INVALID_ARGUMENT`. */
async function whyAway(url: string): Promise<string | undefined> {
  const log: EventStoreLog = eventStoreLog({ connectionString: ownConnection(url), timeoutMs: 5_000 })
  try {
    const { problem } = await log.health()
    // The name of the connection is of no use to whoever reads this.
    return problem?.message.replace(/[?&]connectionName=[0-9a-f-]+/, '')
  } finally {
    await log.close()
  }
}

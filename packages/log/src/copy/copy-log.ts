import { isLogError, LogError } from '../errors.ts'
import type { EventLog, Position, RecordedEvent } from '../event-log.ts'
import { type Agreement, compare } from './compare.ts'
import { type Cursor, cursor } from './cursor.ts'
import { readAhead } from './read-ahead.ts'
import { withOtherIds } from './repeated-ids.ts'
import { type Rewriter, rewriter } from './rewrite.ts'
import { type Run, runsOf } from './runs.ts'

/** What to copy where. */
export interface CopyOptions {
  readonly from: EventLog
  readonly to: EventLog
  /** The streams whose names begin so are copied, `''` for all. */
  readonly prefix: string
  /** What their names begin with in the target; the same when left out. */
  readonly toPrefix?: string | undefined
  readonly signal?: AbortSignal | undefined
  /** Told of every write and every chunk compared. */
  readonly onProgress?: ((progress: CopyProgress) => void) | undefined
}

/** How far a copy is, in events. */
export interface CopyProgress {
  /** Found in the target, from a copy that was cut short. */
  readonly alreadyThere: number
  readonly copied: number
  /** Read back from the target and found as they should be. */
  readonly checked: number
}

/** What a copy came to. */
export interface CopyReport {
  /** What the target now holds: those that were there and those that were copied. */
  readonly events: number
  readonly alreadyThere: number
  readonly copied: number
  /** The last event of the copy, as either log has it; null when there was nothing to copy. */
  readonly last: { readonly from: RecordedEvent; readonly to: RecordedEvent } | null
}

/** Chunks read ahead of the writing. */
const AHEAD = 2

/**
 * Copies the events of one log into another: streams, revisions, order, ids, types, data and metadata stay, and each event
 * keeps its time of recording, as `metadata.recordedAt`. An id that comes again in its stream, which only strangers can have
 * written there, gets its revision added. What the target had to begin with and what was written is compared
 * with the source, event by event.
 *
 * A copy that was cut short, at whatever moment, is completed by repeating it; so is one whose source has grown since. What
 * is recorded in the source while it is copied is left for the next time.
 *
 * Throws `COPY_TARGET_NOT_EMPTY` before anything is written when the target holds anything else than the beginning of this
 * copy, `COPY_DIFFERS` when something else writes to the target meanwhile, and what either log has to say. A log in a
 * file also refuses to go back behind the times it already holds of other streams: `RECORDED_AT_BACKWARDS`.
 *
 * @example
 * const { events } = await copyLog({ from: log, to: memoryLog(), prefix: 'main.' })
 */
export async function copyLog(options: CopyOptions): Promise<CopyReport> {
  const through = await options.from.head()
  const soFar = { alreadyThere: 0, copied: 0, checked: 0 }
  const source = reading(options.from, options.prefix, { through, signal: options.signal })
  const rules = rewriter(options.prefix, toPrefixOf(options))
  try {
    const begun = await compareBeginning(options, source, rules, soFar)
    const rulesOfCheck = rules.branch()
    await write(options, source, rules, soFar)
    const rest = await check(options, begun.last, through, rulesOfCheck, soFar)
    return {
      events: begun.events + rest.events,
      alreadyThere: begun.events,
      copied: rest.events,
      last: rest.last ?? begun.last,
    }
  } finally {
    await source.stop()
  }
}

type SoFar = { -readonly [K in keyof CopyProgress]: CopyProgress[K] }

/** Goes through what an earlier copy wrote; afterwards the source stands where that ended. */
async function compareBeginning(
  options: CopyOptions,
  source: Cursor<RecordedEvent>,
  rules: Rewriter,
  soFar: SoFar,
): Promise<Agreement> {
  const { to, signal, onProgress } = options
  const target = reading(to, toPrefixOf(options), { signal })
  try {
    const agreement = await compare(source, target, rules, (count) => {
      soFar.alreadyThere += count
      onProgress?.({ ...soFar })
    })
    if (agreement.difference === undefined) return agreement
    throw new LogError('COPY_TARGET_NOT_EMPTY', agreement.difference)
  } finally {
    await target.stop()
  }
}

async function write(
  { to, signal, onProgress }: CopyOptions,
  source: Cursor<RecordedEvent>,
  rules: Rewriter,
  soFar: SoFar,
): Promise<void> {
  for (let chunk = await source.some(); chunk.length > 0; chunk = await source.some()) {
    const runs = runsOf(chunk.map(rules.rewrite))
    // Run after run where they are not written as a whole: the order of the log is the order of the copy.
    for (const batch of to.atomicAcrossStreams ? [runs] : runs.map((run) => [run])) {
      // Between two writes: what has been begun is finished.
      signal?.throwIfAborted()
      await writeRuns(to, batch)
      for (const { events } of batch) soFar.copied += events.length
      onProgress?.({ ...soFar })
    }
    source.skip(chunk.length)
  }
}

/** Writes runs; where an id comes again in its stream, under another one. */
async function writeRuns(to: EventLog, runs: readonly Run[]): Promise<void> {
  try {
    await to.append(runs)
  } catch (error) {
    if (!isLogError(error) || error.code !== 'DUPLICATE_EVENT_ID') disturbed(error)
    const renamed = await withOtherIds(to, runs)
    if (renamed === undefined) disturbed(error)
    await to.append(renamed).catch(disturbed)
  }
}

/** Nobody but this copy should write to its target. */
function disturbed(error: unknown): never {
  const codes: readonly string[] = ['WRONG_EXPECTED_REVISION', 'DUPLICATE_EVENT_ID']
  if (!isLogError(error) || !codes.includes(error.code)) throw error
  throw new LogError('COPY_DIFFERS', error.message, error.details, error)
}

/** Reads back what was written: all of it, and nothing else, must stand behind what was there before. */
async function check(
  options: CopyOptions,
  since: Agreement['last'],
  through: Position,
  rules: Rewriter,
  soFar: SoFar,
): Promise<Agreement> {
  const { from, to, prefix, signal, onProgress } = options
  const source = reading(from, prefix, { after: since?.from.position, through, signal })
  const target = reading(to, toPrefixOf(options), { after: since?.to.position, signal })
  try {
    const agreement = await compare(source, target, rules, (count) => {
      soFar.checked += count
      onProgress?.({ ...soFar })
    })
    const [missing] = await source.some()
    const difference =
      agreement.difference ?? (missing && `${missing.stream}@${missing.revision} did not arrive`)
    if (difference !== undefined) throw new LogError('COPY_DIFFERS', difference)
    return agreement
  } finally {
    await source.stop()
    await target.stop()
  }
}

function reading(
  log: EventLog,
  prefix: string,
  part: {
    readonly after?: Position | undefined
    readonly through?: Position
    readonly signal: AbortSignal | undefined
  },
): Cursor<RecordedEvent> {
  return cursor(readAhead(log.readAll({ ...part, streamPrefixes: [prefix] }), AHEAD))
}

function toPrefixOf({ prefix, toPrefix = prefix }: CopyOptions): string {
  return toPrefix
}

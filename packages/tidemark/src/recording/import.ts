import { DomainError, formatInstant, parseInstant } from '@tidemark/domain'
import type { EventLog } from '@tidemark/log'
import { TidemarkError } from '../errors.ts'
import { lastEventAt } from '../knowledge.ts'
import type { Reader } from '../reading/reader.ts'
import { type DraftEvent, draftEvent } from './draft.ts'
import { linesOf } from './lines.ts'
import type { Recorder } from './recorder.ts'

/** How to import a movement file. */
export interface ImportOptions {
  /** Lines also carry `recordedAt`, never decreasing: kept as the time of knowledge. Into an empty workspace only. */
  readonly history?: boolean | undefined
  readonly signal?: AbortSignal | undefined
  /** Told after every batch is durable. */
  readonly onProgress?: ((report: ImportReport) => void) | undefined
  /** Told of every refused line, in order. */
  readonly onReject?: ((reject: Reject) => void) | undefined
  /** Lines recorded at a time. */
  readonly batchSize?: number | undefined
}

/** What an import came to. */
export interface ImportReport {
  readonly imported: number
  readonly alreadyThere: number
  readonly refused: number
}

/** A line that was not imported, and why. */
export interface Reject {
  readonly line: number
  readonly code: string
  readonly reason: string
}

/** An event from somewhere else than a movement file, or why there is none, with the line it comes from. */
export type SourceEvent =
  | { readonly number: number; readonly input: object }
  | { readonly number: number; readonly error: Error }

/** A line of a movement file, or an event that was made of something else. */
type Line = SourceEvent | { readonly number: number; readonly text: string }

const BATCH_SIZE = 4000
const HISTORY_MARK = { history: true } as const

/**
 * Imports a movement file (JSON Lines), streaming. Doing it again, or after it was cut short, records only
 * what is not recorded yet. A refused line is told and takes nothing else with it.
 */
export class Importer {
  readonly #log: EventLog
  readonly #reader: Reader
  readonly #recorder: Recorder
  readonly #now: () => number

  constructor(log: EventLog, reader: Reader, recorder: Recorder, now: () => number) {
    this.#log = log
    this.#reader = reader
    this.#recorder = recorder
    this.#now = now
  }

  import(bytes: AsyncIterable<Uint8Array>, options: ImportOptions = {}): Promise<ImportReport> {
    return this.importLines(linesOf(bytes), options)
  }

  async importLines(
    pieces: AsyncIterable<readonly Line[]>,
    options: ImportOptions = {},
  ): Promise<ImportReport> {
    const lines = new LineDrafts(this.#reader.prefix, options.history === true ? this.#now() : null)
    if (options.history === true) await this.#assertEmptyOrSameHistory()
    const report = { imported: 0, alreadyThere: 0, refused: 0 }
    for await (const batch of batchesOf(pieces, options.batchSize ?? BATCH_SIZE)) {
      options.signal?.throwIfAborted()
      const rejects = await this.#importBatch(batch, lines, report, options.signal)
      for (const reject of rejects) options.onReject?.(reject)
      options.onProgress?.({ ...report })
    }
    return report
  }

  async #importBatch(
    batch: readonly Line[],
    lines: LineDrafts,
    report: { imported: number; alreadyThere: number; refused: number },
    signal: AbortSignal | undefined,
  ): Promise<readonly Reject[]> {
    const rejects: Reject[] = []
    const drafts: DraftEvent[] = []
    const numbers: number[] = []
    for (const line of batch) {
      const draft = lines.draft(line)
      if (draft instanceof Error) rejects.push(rejectOf(line.number, draft))
      else {
        drafts.push(draft)
        numbers.push(line.number)
      }
    }
    const { recorded, refused } = await this.#recorder.recordEach(drafts, signal)
    for (const [index, error] of refused) rejects.push(rejectOf(numbers[index] ?? 0, error))
    for (const result of recorded) {
      if (result === null) continue
      if (result.alreadyRecorded) report.alreadyThere++
      else report.imported++
    }
    report.refused += rejects.length
    return rejects.sort((a, b) => a.line - b.line)
  }

  /** A history may go on where it was cut short, but never in among what was recorded otherwise. */
  async #assertEmptyOrSameHistory(): Promise<void> {
    const head = await this.#log.head()
    const last = await lastEventAt(head, this.#log, this.#reader)
    if (last === null || last.metadata.history === true) return
    throw new TidemarkError('WORKSPACE_NOT_EMPTY', this.#reader.prefix.slice(0, -1))
  }
}

/** Turns lines into drafts, one after another: the times of recording of a history must not decrease. */
class LineDrafts {
  readonly #prefix: string
  /** The latest time of recording a history may carry; `null` when the lines are no history. */
  readonly #latest: number | null
  #recordedAt = Number.NEGATIVE_INFINITY

  constructor(prefix: string, latest: number | null) {
    this.#prefix = prefix
    this.#latest = latest
  }

  draft(line: Line): DraftEvent | Error {
    if ('error' in line) return line.error
    try {
      const input: { readonly recordedAt?: unknown } =
        'input' in line ? line.input : parseLine(line.text, line.number)
      if (this.#latest === null) return draftEvent(input, this.#prefix)
      const { recordedAt, ...event } = input
      const at = this.#nextRecordedAt(recordedAt, this.#latest, line.number)
      const draft = draftEvent(event, this.#prefix, { recordedAt: formatInstant(at), ...HISTORY_MARK })
      this.#recordedAt = at
      return draft
    } catch (error) {
      if (error instanceof DomainError || error instanceof TidemarkError) return error
      throw error
    }
  }

  #nextRecordedAt(text: unknown, latest: number, line: number): number {
    if (text === undefined) throw new DomainError('MISSING_FIELD', 'recordedAt', 'recordedAt')
    const at = typeof text === 'string' ? parseInstant(text) : null
    if (at === null) throw new TidemarkError('INVALID_TIME', `recordedAt ${JSON.stringify(text)}`)
    if (at < this.#recordedAt || at > latest) {
      throw new TidemarkError('RECORDED_OUT_OF_ORDER', `line ${line}, ${formatInstant(at)}`)
    }
    return at
  }
}

function parseLine(text: string, line: number): { readonly recordedAt?: unknown } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new TidemarkError('INVALID_JSON', `line ${line}`)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TidemarkError('INVALID_JSON', `line ${line}`)
  }
  return value
}

function rejectOf(line: number, error: Error): Reject {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name
  return { line, code, reason: error.message }
}

async function* batchesOf<T>(
  pieces: AsyncIterable<readonly T[]>,
  size: number,
): AsyncGenerator<readonly T[], void, undefined> {
  let batch: T[] = []
  for await (const piece of pieces) {
    for (const value of piece) {
      batch.push(value)
      if (batch.length < size) continue
      yield batch
      batch = []
    }
  }
  if (batch.length > 0) yield batch
}

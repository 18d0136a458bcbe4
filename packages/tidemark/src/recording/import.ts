import type { EventLog } from '@tidemark/log'
import { atLeast } from '../at-least.ts'
import { TidemarkError } from '../errors.ts'
import { lastEventAt } from '../knowledge.ts'
import type { Reader } from '../reading/reader.ts'
import { takingTurns } from '../turns/steps.ts'
import { nextTurn } from '../turns/turns.ts'
import type { DraftEvent } from './draft.ts'
import type { Drafts } from './drafts.ts'
import { type Line, LineDrafts } from './line-drafts.ts'
import { linesOf } from './lines.ts'
import type { Recorder, Series } from './recorder.ts'
import { CORRECTIONS } from './refusals.ts'
import { untilAborted } from './until-aborted.ts'

/** How to import a movement file. */
export interface ImportOptions {
  /** Lines also carry `recordedAt`, never decreasing: kept as the time of knowledge. Into an empty workspace only. */
  readonly history?: boolean | undefined
  readonly signal?: AbortSignal | undefined
  /** Told after every batch is durable. */
  readonly onProgress?: ((report: ImportReport) => void) | undefined
  /** Told of every refused line, in order. */
  readonly onReject?: ((reject: Reject) => void) | undefined
  /** Lines recorded at a time, 1 or more; as many as is well when left out. */
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

/** Lines of a file that are ready to be recorded together, and those among them that are refused already. */
interface Batch {
  readonly drafts: Drafts
  /** Of each draft its line. */
  readonly lines: readonly Line[]
  readonly rejects: readonly Reject[]
}

interface Progress {
  imported: number
  alreadyThere: number
  refused: number
}

/** Batches grow: the first is soon on its way, and of many that follow large ones are cheaper to write. */
const FIRST_BATCH = 4000
const LARGEST_BATCH = 6000
/** One batch is made ready while others are written, which the log takes together where it is behind. */
const AT_A_TIME = 8
/** What is recorded but not read yet, a view has to wait for. */
const AT_A_TIME_FOLLOWED = 2
/** So long it may take to read a batch where views are asked for meanwhile, in milliseconds. */
const FOLLOWING = 5
const LEAST_BATCH = 100
/** What says something of an earlier movement is as dear to fold as so many others: its item is folded again from there. */
const REACHING_BACK = 25

/**
 * Imports a movement file (JSON Lines), streaming. Doing it again, or after it was cut short, records only
 * what is not recorded yet. A refused line is told and takes nothing else with it.
 *
 * While batches are recorded the next one is read and checked, in turns that hold up nobody else.
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
    if (options.batchSize !== undefined) atLeast(1, 'batchSize', options.batchSize)
    const lines = new LineDrafts(this.#reader.prefix, options.history === true ? this.#now() : null)
    if (options.history === true) await this.#assertEmptyOrSameHistory()
    const report = { imported: 0, alreadyThere: 0, refused: 0 }
    const size = {
      lines: options.batchSize ?? (this.#reader.isAsked ? LEAST_BATCH : FIRST_BATCH),
      reachingBack: 1,
    }
    const series: Series = {}
    const underWay: Promise<{ readonly failure?: unknown }>[] = []
    const recorded = async () => {
      const outcome = (await underWay.shift()) ?? {}
      if ('failure' in outcome) throw outcome.failure
    }
    try {
      for await (const batch of batchesOf(untilAborted(pieces, options.signal), lines, size)) {
        if (this.#reader.isAsked) await nextTurn()
        while (underWay.length >= (this.#reader.isAsked ? AT_A_TIME_FOLLOWED : AT_A_TIME)) await recorded()
        options.signal?.throwIfAborted()
        const told = this.#record(batch, report, options, series, underWay.at(-1)).then(
          () => ({}),
          (failure: unknown) => ({ failure }),
        )
        underWay.push(told)
        if (this.#reader.isAsked) await this.#reader.keepReady(options.signal)
        if (options.batchSize !== undefined) continue
        size.lines = this.#nextSize(size.lines)
        size.reachingBack = this.#reader.isAsked ? REACHING_BACK : 1
      }
      while (underWay.length > 0) await recorded()
    } finally {
      // What was handed over is recorded, and told, whatever became of the rest.
      await Promise.all(underWay)
    }
    return report
  }

  async #record(
    { drafts, lines, rejects: refusedBefore }: Batch,
    report: Progress,
    options: ImportOptions,
    series: Series,
    before: Promise<unknown> | undefined,
  ): Promise<void> {
    const { imported, alreadyThere, refused } = await this.#recorder.recordEach(
      drafts,
      options.signal,
      series,
    )
    // Told in order, even if one of them took longer.
    await before
    const rejects = [...refusedBefore]
    for (const [index, error] of refused) rejects.push(rejectOf(lines[index]?.number ?? 0, error))
    report.imported += imported
    report.alreadyThere += alreadyThere
    report.refused += rejects.length
    for (const reject of rejects.sort((a, b) => a.line - b.line)) options.onReject?.(reject)
    options.onProgress?.({ ...report })
  }

  /** Where views are asked for, what is recorded is read at once, in batches so small that little is left for a view. */
  #nextSize(size: number): number {
    // Where each stream is an append of its own, with a time limit of its own, many of them must not wait for each other.
    const largest = this.#log.atomicAcrossStreams ? LARGEST_BATCH : FIRST_BATCH
    const { isAsked, pace } = this.#reader
    // Before anything was read nobody knows how long it takes: at first longer than ever after.
    if (isAsked && pace === 0) return size
    const fitting = isAsked ? FOLLOWING / pace : largest
    return Math.round(Math.min(Math.max(fitting, LEAST_BATCH), 2 * size, largest))
  }

  /** A history may go on where it was cut short, but never in among what was recorded otherwise. */
  async #assertEmptyOrSameHistory(): Promise<void> {
    const head = await this.#log.head()
    const last = await lastEventAt(head, this.#log, this.#reader)
    if (last === null || last.metadata.history === true) return
    throw new TidemarkError('WORKSPACE_NOT_EMPTY', this.#reader.prefix.slice(0, -1))
  }
}

/** How large a batch is to be: so many lines, of which those that reach back count several times. */
interface BatchSize {
  readonly lines: number
  readonly reachingBack: number
}

/** Drafts lines, so many at a time as `size` says by then. */
async function* batchesOf(
  pieces: AsyncIterable<readonly Line[]>,
  lineDrafts: LineDrafts,
  size: BatchSize,
): AsyncGenerator<Batch, void, undefined> {
  const turns = takingTurns()
  let drafts: DraftEvent[] = []
  let lines: Line[] = []
  let rejects: Reject[] = []
  let filled = 0
  const batch = (): Batch => ({ drafts: lineDrafts.draftsOf(drafts, lines), lines, rejects })
  for await (const piece of pieces) {
    for (const line of piece) {
      const draft = lineDrafts.draft(line)
      if (draft instanceof Error) rejects.push(rejectOf(line.number, draft))
      else {
        drafts.push(draft)
        lines.push(line)
      }
      filled += linesIn(line)
      if ('type' in draft && REACH_BACK.has(draft.type)) filled += size.reachingBack - 1
      if (turns.isOver()) await turns.next()
      if (filled < size.lines) continue
      yield batch()
      drafts = []
      lines = []
      rejects = []
      filled = 0
    }
  }
  if (drafts.length + rejects.length > 0) yield batch()
}

/** A text of so many characters counts as another line. */
const LONG = 4096

/** For how many lines one counts: a batch holds no more text than so many lines of a usual length. */
function linesIn(line: Line): number {
  return 'text' in line ? 1 + Math.floor(line.text.length / LONG) : 1
}

/** What may say something of an earlier movement. */
const REACH_BACK: ReadonlySet<string> = new Set([
  ...CORRECTIONS,
  'StockReturnedByCustomer',
  'StockReturnedToSupplier',
])

function rejectOf(line: number, error: Error): Reject {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name
  return { line, code, reason: error.message }
}

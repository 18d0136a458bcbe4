import { type EventLog, NO_STREAM } from '@tidemark/log'
import type { Reader } from '../reading/reader.ts'
import { Attempts, type BatchOutcome, isOvertaken } from './attempts.ts'
import { CompanyStateReader } from './company-state.ts'
import type { DraftEvent } from './draft.ts'
import type { Drafts } from './drafts.ts'
import { type Look, revisionsOf } from './look-up.ts'
import { placed, type Recorded } from './recorded.ts'
import { isFromTheFuture, mattersWhatHappened, namedByDraft } from './refusals.ts'
import { type Asked, sideBySide } from './side-by-side.ts'
import { StreamEnds } from './stream-ends.ts'
import { type HandedOver, handOver } from './write.ts'

/** What a batch of an import came to: how many are recorded, how many were before, and which drafts were refused and why. */
export interface ImportOutcome {
  readonly imported: number
  readonly alreadyThere: number
  readonly refused: ReadonlyMap<number, Error>
}

/** A batch after its turn: what it comes to may still be on its way. */
interface OnItsWay {
  readonly result: Promise<ImportOutcome>
}

/** What was asked to be recorded, and waits for its turn. */
interface Waiting extends Asked {
  readonly attempt: () => Promise<BatchOutcome>
}

/** Batches that are to be recorded one after the other. */
export interface Series {
  /** Why one of them could not be recorded. */
  failure?: { readonly reason: unknown }
}

/** Turns validated drafts into recorded facts: what is already recorded, what is refused, what is appended. */
export interface Recorder {
  /** Records all of the drafts or, if one is refused, none: its refusal is thrown. */
  recordAll(drafts: readonly DraftEvent[], signal?: AbortSignal): Promise<readonly Recorded[]>
  /** Records what can be recorded and says what was refused. Of a series of batches none is recorded after one that failed. */
  recordEach(drafts: Drafts, signal?: AbortSignal, series?: Series): Promise<ImportOutcome>
  /** Which of the drafts would be refused as things stand, by number; writes nothing. */
  refusalsOf(drafts: readonly DraftEvent[]): Promise<ReadonlyMap<number, Error>>
}

/** The recorder over a log. */
export class LogRecorder implements Recorder {
  readonly #log: EventLog
  readonly #company: CompanyStateReader
  readonly #attempts: Attempts
  readonly #now: () => number
  readonly #futureTolerance: number
  readonly #ends = new StreamEnds()
  #turn: Promise<unknown> = Promise.resolve()
  /** Settles when all is that was handed to the log without waiting for it. */
  #underWay: Promise<unknown> = Promise.resolve()
  /** How many batches that were handed over are still to be mended. */
  #troubles = 0
  readonly #waiting: Waiting[] = []
  /** Whether the last batch of an import held nothing that had been recorded before. */
  #importsNews = true

  constructor(log: EventLog, reader: Reader, options: { now: () => number; futureTolerance: number }) {
    const company = new CompanyStateReader(log, reader.prefix)
    this.#log = log
    this.#company = company
    this.#attempts = new Attempts({ log, reader, company, ends: this.#ends, ...options })
    this.#now = options.now
    this.#futureTolerance = options.futureTolerance
  }

  async recordAll(drafts: readonly DraftEvent[], signal?: AbortSignal): Promise<readonly Recorded[]> {
    signal?.throwIfAborted()
    const { promise, resolve, reject } = Promise.withResolvers<BatchOutcome>()
    const waiting: Waiting = {
      drafts,
      attempt: () => {
        const attempt = this.#attempts.all(drafts, signal)
        resolve(attempt)
        return attempt
      },
    }
    this.#waiting.push(waiting)
    this.#inTurn(() => this.#recordWaiting())
    const giveUp = () => {
      const place = this.#waiting.indexOf(waiting)
      if (place < 0) return
      this.#waiting.splice(place, 1)
      reject(signal?.reason)
    }
    signal?.addEventListener('abort', giveUp)
    const { recorded, refused } = await promise.finally(() => signal?.removeEventListener('abort', giveUp))
    for (const refusal of refused.values()) throw refusal
    return placed(
      this.#log,
      recorded.filter((result) => result !== null),
    )
  }

  /** Records those that wait and can be recorded side by side: the log writes them together, the disk is asked once. */
  async #recordWaiting(): Promise<void> {
    const together = this.#waiting.splice(0, sideBySide(this.#waiting))
    await Promise.allSettled(together.map(({ attempt }) => attempt()))
  }

  async recordEach(drafts: Drafts, signal?: AbortSignal, series: Series = {}): Promise<ImportOutcome> {
    const { result } = await this.#next(() =>
      inSeries(series, async () => {
        const handed = await this.#handOver(drafts, signal, series)
        return handed ?? this.#afterAll(drafts, this.#importsNews ? 'hopefully' : 'carefully', signal, series)
      }),
    )
    const outcome = await result
    this.#importsNews = outcome.alreadyThere === 0
    return outcome
  }

  /**
   * Hands a batch to the log without waiting for it to be written, so that the next one can be made ready meanwhile;
   * `undefined` when it must be known first how those before it went. What was handed over is let go of: where thousands of
   * drafts live until they are written, collecting garbage takes as long as reading them.
   */
  async #handOver(
    drafts: Drafts,
    signal: AbortSignal | undefined,
    series: Series,
  ): Promise<OnItsWay | undefined> {
    signal?.throwIfAborted()
    const { all } = drafts
    if (all.length === 0)
      return { result: Promise.resolve({ imported: 0, alreadyThere: 0, refused: new Map() }) }
    if (!this.#importsNews || !this.#log.atomicAcrossStreams || !all.every(standsAlone)) return undefined
    if (mattersWhatHappened(all, await this.#company.read())) return undefined
    const clock = { now: this.#now(), futureTolerance: this.#futureTolerance }
    // What is already recorded is never refused: that must be known before a refusal counts.
    if (all.some(({ occurredAt }) => isFromTheFuture(occurredAt, clock)))
      return this.#afterAll(drafts, 'carefully', signal, series)
    const runs = Map.groupBy(all, ({ stream }) => stream)
    const revisions = await revisionsOf(this.#log, runs.keys(), this.#ends)
    const handed = await handOver(this.#log, runs, revisions, () => this.#troubles === 0, signal)
    if (handed === undefined) return undefined
    // Guessed, as every revision is: when it is not written, the log refuses what follows it in the same streams.
    for (const [stream, { length }] of runs)
      this.#ends.note(stream, (revisions.get(stream) ?? NO_STREAM) + length)
    drafts.letGo()
    // The log takes all of them or none: one that it has, or that repeats another, it refuses.
    const wellDone = { imported: all.length, alreadyThere: 0, refused: new Map() }
    const before = this.#underWay
    const result = this.#resultOf(drafts, wellDone, handed.outcome, before, signal, series)
    // What became of it is held by nobody for longer than that.
    this.#underWay = Promise.allSettled([before, result]).then(() => undefined)
    return { result }
  }

  /** Records a batch within its turn, once it is known how all went that were handed over. */
  async #afterAll(
    drafts: Drafts,
    look: Look,
    signal: AbortSignal | undefined,
    series: Series,
  ): Promise<OnItsWay> {
    await this.#underWay
    const outcome = await inSeries(series, () => this.#attempts.each(drafts.all, look, signal))
    return { result: Promise.resolve(countsOf(outcome)) }
  }

  /** What a batch came to that was handed over; one that was not written is tried again after all before it. */
  async #resultOf(
    drafts: Drafts,
    wellDone: ImportOutcome,
    outcome: Promise<HandedOver>,
    before: Promise<unknown>,
    signal: AbortSignal | undefined,
    series: Series,
  ): Promise<ImportOutcome> {
    const answer = await outcome
    if ('results' in answer && !answer.results.some(({ alreadyThere }) => alreadyThere)) return wellDone
    // As long as it is not mended nothing more is handed over: what comes after it in its streams stays after it.
    this.#troubles++
    this.#ends.forget()
    try {
      if ('failure' in answer && !isOvertaken(answer.failure.error)) throw noted(series, answer.failure.error)
      await before
      const mended = await inSeries(series, () =>
        'failure' in answer
          ? this.#attempts.each(drafts.all, 'carefully', signal)
          : this.#attempts.outcomeOfResults(drafts.all, answer.results, signal),
      )
      return countsOf(mended)
    } finally {
      this.#troubles--
    }
  }

  refusalsOf(drafts: readonly DraftEvent[]): Promise<ReadonlyMap<number, Error>> {
    return this.#inTurn(() => this.#attempts.refusalsOf(drafts))
  }

  /** One batch at a time in a process: two batches never compete for the same revision. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    return this.#next(async () => {
      await this.#underWay
      return work()
    })
  }

  /** The same for what need not know how those before it went. */
  #next<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work, work)
    this.#turn = turn.catch(() => undefined)
    return turn
  }
}

/** Does a work of a series unless one before it failed, and notes at once if it fails itself. */
async function inSeries<Result>(series: Series, work: () => Promise<Result>): Promise<Result> {
  if (series.failure !== undefined) throw series.failure.reason
  try {
    return await work()
  } catch (reason) {
    throw noted(series, reason)
  }
}

/** Why something could not be recorded; nothing that comes after it in its series will be. */
function noted(series: Series, reason: unknown): unknown {
  series.failure ??= { reason }
  return reason
}

/** Whether nothing but the order within its item says anything about a movement. */
function standsAlone(draft: DraftEvent): boolean {
  return draft.item !== undefined && !draft.bringsItsTime && namedByDraft(draft) === null
}

/** How many of a batch are recorded, and how many of these were before. */
function countsOf({ recorded, refused }: BatchOutcome): ImportOutcome {
  const settled = recorded.filter((one) => one !== null)
  const alreadyThere = settled.filter(({ alreadyRecorded }) => alreadyRecorded).length
  return { imported: settled.length - alreadyThere, alreadyThere, refused }
}

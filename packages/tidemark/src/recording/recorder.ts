import { type AppendResult, type EventLog, LogError, NO_STREAM } from '@tidemark/log'
import { TidemarkError } from '../errors.ts'
import type { Reader } from '../reading/reader.ts'
import { letOthers } from '../turns/steps.ts'
import { CompanyStateReader } from './company-state.ts'
import type { DraftEvent } from './draft.ts'
import type { Drafts } from './drafts.ts'
import { type Look, lookUp, revisionsOf } from './look-up.ts'
import { placed, placeRepeated, type Recorded, type Settled, settle } from './recorded.ts'
import {
  type Candidate,
  checkRefusals,
  isFromTheFuture,
  mattersWhatHappened,
  namedByDraft,
} from './refusals.ts'
import { gatheredWavesOf, orderedWavesOf } from './runs.ts'
import { type Asked, sideBySide } from './side-by-side.ts'
import { repeatsOfRefused, sortOut } from './sort-out.ts'
import { StreamEnds } from './stream-ends.ts'
import { type HandedOver, handOver, type Written, writeWaves, writtenAs } from './write.ts'

/** What a batch came to: what is recorded, and which drafts were refused and why. */
export interface BatchOutcome {
  readonly recorded: readonly (Settled | null)[]
  readonly refused: ReadonlyMap<number, Error>
}

interface Prepared {
  readonly recorded: (Settled | null)[]
  readonly refused: Map<number, Error>
  readonly revisions: ReadonlyMap<string, number>
  /** The drafts to append, in the order given. */
  readonly fresh: readonly Candidate[]
}

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

/** How often a batch is prepared again because other writers got ahead. */
const ATTEMPTS = 50

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
  readonly #reader: Reader
  readonly #company: CompanyStateReader
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
    this.#log = log
    this.#reader = reader
    this.#company = new CompanyStateReader(log, reader.prefix)
    this.#now = options.now
    this.#futureTolerance = options.futureTolerance
  }

  async recordAll(drafts: readonly DraftEvent[], signal?: AbortSignal): Promise<readonly Recorded[]> {
    signal?.throwIfAborted()
    const { promise, resolve, reject } = Promise.withResolvers<BatchOutcome>()
    const waiting: Waiting = {
      drafts,
      attempt: () => {
        const attempt = this.#attempt(drafts, 'all', 'carefully', signal)
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
    const outcome = await inSeries(series, () => this.#attemptEach(drafts.all, look, signal))
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
          ? this.#attemptEach(drafts.all, 'carefully', signal)
          : this.#outcomeOfResults(drafts.all, answer.results, signal),
      )
      return countsOf(mended)
    } finally {
      this.#troubles--
    }
  }

  /** What a batch that was handed over came to, where another process had written some of it before. */
  #outcomeOfResults(
    drafts: readonly DraftEvent[],
    results: readonly AppendResult[],
    signal: AbortSignal | undefined,
  ): Promise<BatchOutcome> {
    // As it was sorted out when it was handed over.
    const { recorded, refused, fresh } = sortOut(drafts, new Map())
    const overtaken = settleAll(writtenAs(gatheredWavesOf(fresh).flat(), results), recorded)
    return this.#outcomeOf(drafts, { recorded, refused }, overtaken, signal)
  }

  async refusalsOf(drafts: readonly DraftEvent[]): Promise<ReadonlyMap<number, Error>> {
    const { refused } = await this.#inTurn(() => this.#prepare(drafts, 'carefully'))
    return refused
  }

  /** A draft that repeats the id of a refused one is no repetition: it is tried by itself, after the others. */
  async #attemptEach(
    drafts: readonly DraftEvent[],
    look: Look,
    signal: AbortSignal | undefined,
  ): Promise<BatchOutcome> {
    const { recorded, refused } = await this.#attempt(drafts, 'each', look, signal)
    const again = repeatsOfRefused(drafts, refused)
    if (again.length === 0) return { recorded, refused }
    const second = await this.#attemptEach(
      again.map(({ draft }) => draft),
      'carefully',
      signal,
    )
    const outcome = { recorded: [...recorded], refused: new Map(refused) }
    for (const [place, { index }] of again.entries()) {
      outcome.recorded[index] = second.recorded[place] ?? null
      const refusal = second.refused.get(place)
      if (refusal === undefined) outcome.refused.delete(index)
      else outcome.refused.set(index, refusal)
    }
    return outcome
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

  async #attempt(
    drafts: readonly DraftEvent[],
    mode: 'all' | 'each',
    firstLook: Look,
    signal: AbortSignal | undefined,
  ): Promise<BatchOutcome> {
    let look = firstLook
    // Written by an attempt that did not get to its end: to the next one it looks as if it had always been there.
    const written: (Settled | null)[] = drafts.map(() => null)
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      signal?.throwIfAborted()
      const prepared = await this.#prepare(drafts, look)
      // What is already recorded is never refused: that must be known before a refusal counts.
      if (look === 'hopefully' && prepared.refused.size > 0) {
        look = 'carefully'
        continue
      }
      if (mode === 'all' && prepared.refused.size > 0) return prepared
      const { failure, overtaken } = await this.#append(drafts, prepared, { mode, written }, signal)
      if (failure === null) {
        for (const [index, settled] of written.entries())
          if (settled !== null) prepared.recorded[index] = settled
        return this.#outcomeOf(drafts, prepared, overtaken, signal)
      }
      const code = codeOf(failure.error)
      if (code === 'DUPLICATE_EVENT_ID' && look === 'hopefully') look = 'carefully'
      else if (code !== 'WRONG_EXPECTED_REVISION') throw failure.error
      this.#ends.forget()
    }
    throw new TidemarkError('TOO_BUSY', `${drafts.length} movements`)
  }

  async #prepare(drafts: readonly DraftEvent[], look: Look): Promise<Prepared> {
    const { revisions, known } = await lookUp(this.#log, drafts, look, this.#ends)
    await letOthers(drafts.length)
    const { recorded, refused, fresh } = sortOut(drafts, known)
    const refusals = await checkRefusals(fresh, {
      now: this.#now(),
      futureTolerance: this.#futureTolerance,
      company: await this.#company.read(),
      reader: this.#reader,
      named: (stream, id) => known.get(stream)?.get(id),
    })
    for (const [index, refusal] of refusals) refused.set(index, refusal)
    await letOthers(drafts.length)
    const passed = refused.size === 0 ? fresh : fresh.filter(({ index }) => !refused.has(index))
    return { recorded, refused, revisions, fresh: passed }
  }

  /** Appends what is new; notes what was written, also when the rest could not be. */
  async #append(
    drafts: readonly DraftEvent[],
    { revisions, fresh }: Prepared,
    { mode, written }: { readonly mode: 'all' | 'each'; readonly written: (Settled | null)[] },
    signal: AbortSignal | undefined,
  ): Promise<{
    readonly failure: { readonly error: unknown } | null
    readonly overtaken: readonly number[]
  }> {
    // What is recorded together, or brings its own times of recording, becomes known in the order given.
    const keepsOrder = mode === 'all' || drafts.some(({ bringsItsTime }) => bringsItsTime)
    const waves = keepsOrder ? orderedWavesOf(fresh) : gatheredWavesOf(fresh)
    const outcome = await writeWaves(this.#log, waves, revisions, signal)
    await letOthers(drafts.length)
    for (const { run, result } of outcome.written) this.#ends.note(run.stream, result.lastRevision)
    return { failure: outcome.failure, overtaken: settleAll(outcome.written, written) }
  }

  async #outcomeOf(
    drafts: readonly DraftEvent[],
    { recorded, refused }: Pick<Prepared, 'recorded' | 'refused'>,
    overtaken: readonly number[],
    signal: AbortSignal | undefined,
  ): Promise<BatchOutcome> {
    if (overtaken.length > 0) await this.#compareOvertaken(drafts, overtaken, { recorded, refused }, signal)
    return { recorded: placeRepeated(drafts, recorded), refused }
  }

  /** Another process wrote these ids a moment ago: whether they are the same facts is still to be seen. */
  async #compareOvertaken(
    drafts: readonly DraftEvent[],
    overtaken: readonly number[],
    { recorded, refused }: Pick<Prepared, 'recorded' | 'refused'>,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const again = overtaken.flatMap((index) => drafts[index] ?? [])
    const outcome = await this.#attempt(again, 'each', 'carefully', signal)
    for (const [place, index] of overtaken.entries()) {
      recorded[index] = outcome.recorded[place] ?? null
      const refusal = outcome.refused.get(place)
      if (refusal !== undefined) refused.set(index, refusal)
    }
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

/** The code of what a log says; `null` of anything else. */
function codeOf(error: unknown): LogError['code'] | null {
  return error instanceof LogError ? error.code : null
}

/** Whether somebody else wrote what this was to follow, or an id of it. */
function isOvertaken(error: unknown): boolean {
  const code = codeOf(error)
  return code === 'DUPLICATE_EVENT_ID' || code === 'WRONG_EXPECTED_REVISION'
}

/** Notes where drafts stand that were written; those that another process wrote before, which are still to be compared. */
function settleAll(written: readonly Written[], settled: (Settled | null)[]): readonly number[] {
  const overtaken: number[] = []
  for (const { run, result } of written) {
    if (result.alreadyThere) for (const { index } of run.drafts) overtaken.push(index)
    else settle(run, result, settled)
  }
  return overtaken
}

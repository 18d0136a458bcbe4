import { type EventLog, LogError } from '@tidemark/log'
import { TidemarkError } from '../errors.ts'
import type { Reader } from '../reading/reader.ts'
import { CompanyStateReader } from './company-state.ts'
import type { DraftEvent } from './draft.ts'
import { type Look, lookUp } from './look-up.ts'
import { placed, placeRepeated, type Recorded, type Settled, settledBy } from './recorded.ts'
import { checkRefusals } from './refusals.ts'
import { gatheredWavesOf, orderedWavesOf } from './runs.ts'
import { repeatsOfRefused, sortOut } from './sort-out.ts'
import { StreamEnds } from './stream-ends.ts'
import { writeWaves } from './write.ts'

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
  readonly fresh: readonly number[]
}

/** How often a batch is prepared again because other writers got ahead. */
const ATTEMPTS = 50

/** Turns validated drafts into recorded facts: what is already recorded, what is refused, what is appended. */
export interface Recorder {
  /** Records all of the drafts or, if one is refused, none: its refusal is thrown. */
  recordAll(drafts: readonly DraftEvent[], signal?: AbortSignal): Promise<readonly Recorded[]>
  /** Records what can be recorded and says what was refused. */
  recordEach(drafts: readonly DraftEvent[], signal?: AbortSignal): Promise<BatchOutcome>
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
    const { recorded, refused } = await this.#inTurn(() => this.#attempt(drafts, 'all', 'carefully', signal))
    for (const refusal of refused.values()) throw refusal
    return placed(
      this.#log,
      recorded.filter((result) => result !== null),
    )
  }

  recordEach(drafts: readonly DraftEvent[], signal?: AbortSignal): Promise<BatchOutcome> {
    return this.#inTurn(async () => {
      const look = this.#importsNews ? 'hopefully' : 'carefully'
      const outcome = await this.#attemptEach(drafts, look, signal)
      this.#importsNews = !outcome.recorded.some((result) => result?.alreadyRecorded)
      return outcome
    })
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
    const written = new Map<number, Settled>()
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
      if (failure === null) return this.#outcomeOf(drafts, prepared, { written, overtaken }, signal)
      const code = failure.error instanceof LogError ? failure.error.code : null
      if (code === 'DUPLICATE_EVENT_ID' && look === 'hopefully') look = 'carefully'
      else if (code !== 'WRONG_EXPECTED_REVISION') throw failure.error
      this.#ends.forget()
    }
    throw new TidemarkError('TOO_BUSY', `${drafts.length} movements`)
  }

  async #prepare(drafts: readonly DraftEvent[], look: Look): Promise<Prepared> {
    const { revisions, known } = await lookUp(this.#log, drafts, look, this.#ends)
    const { recorded, refused, fresh } = sortOut(drafts, known)
    const refusals = await checkRefusals(fresh, {
      now: this.#now(),
      futureTolerance: this.#futureTolerance,
      company: await this.#company.read(),
      reader: this.#reader,
      named: (stream, id) => known.get(stream)?.get(id),
    })
    for (const [index, refusal] of refusals) refused.set(index, refusal)
    const passed = fresh.filter(({ index }) => !refused.has(index)).map(({ index }) => index)
    return { recorded, refused, revisions, fresh: passed }
  }

  /** Appends what is new; notes what was written, also when the rest could not be. */
  async #append(
    drafts: readonly DraftEvent[],
    { revisions, fresh }: Prepared,
    { mode, written }: { readonly mode: 'all' | 'each'; readonly written: Map<number, Settled> },
    signal: AbortSignal | undefined,
  ): Promise<{
    readonly failure: { readonly error: unknown } | null
    readonly overtaken: readonly number[]
  }> {
    // What is recorded together, or brings its own times of recording, becomes known in the order given.
    const keepsOrder = mode === 'all' || drafts.some(({ metadata }) => metadata.recordedAt !== undefined)
    const waves = keepsOrder ? orderedWavesOf(drafts, fresh) : gatheredWavesOf(drafts, fresh)
    const outcome = await writeWaves(this.#log, waves, revisions, signal)
    const overtaken: number[] = []
    for (const { run, result } of outcome.written) {
      this.#ends.note(run.stream, result.lastRevision)
      for (const [index, settled] of settledBy(run, result)) {
        if (result.alreadyThere) overtaken.push(index)
        else written.set(index, settled)
      }
    }
    return { failure: outcome.failure, overtaken }
  }

  async #outcomeOf(
    drafts: readonly DraftEvent[],
    { recorded, refused }: Prepared,
    {
      written,
      overtaken,
    }: { readonly written: ReadonlyMap<number, Settled>; readonly overtaken: readonly number[] },
    signal: AbortSignal | undefined,
  ): Promise<BatchOutcome> {
    for (const [index, settled] of written) recorded[index] = settled
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

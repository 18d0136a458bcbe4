import type { AppendResult, EventLog } from '@tidemark/log'
import { errorCode } from '../error-code.ts'
import { TidemarkError } from '../errors.ts'
import type { Reader } from '../reading/reader.ts'
import { letOthers } from '../turns/steps.ts'
import type { CompanyStateReader } from './company-state.ts'
import type { DraftEvent } from './draft.ts'
import { type Look, lookUp } from './look-up.ts'
import { placeRepeated, type Settled, settle } from './recorded.ts'
import { type Candidate, checkRefusals } from './refusals.ts'
import { gatheredWavesOf, orderedWavesOf } from './runs.ts'
import { repeatsOfRefused, sortOut } from './sort-out.ts'
import type { StreamEnds } from './stream-ends.ts'
import { type Written, writeWaves, writtenAs } from './write.ts'

/** What a batch came to: what is recorded, and which drafts were refused and why. */
export interface BatchOutcome {
  readonly recorded: readonly (Settled | null)[]
  readonly refused: ReadonlyMap<number, Error>
}

/** A batch that was looked up, sorted out and checked. */
interface Prepared {
  readonly recorded: (Settled | null)[]
  readonly refused: Map<number, Error>
  readonly revisions: ReadonlyMap<string, number>
  /** The drafts to append, in the order given. */
  readonly fresh: readonly Candidate[]
}

/** How often a batch is prepared again because other writers got ahead. */
const ATTEMPTS = 50

/** What attempts are made with. */
export interface AttemptOptions {
  readonly log: EventLog
  readonly reader: Reader
  readonly company: CompanyStateReader
  readonly ends: StreamEnds
  readonly now: () => number
  readonly futureTolerance: number
}

/** Looks a batch up, decides what of it may be recorded and appends that; again where other writers got ahead meanwhile. */
export class Attempts {
  readonly #options: AttemptOptions

  constructor(options: AttemptOptions) {
    this.#options = options
  }

  /** Records all of the drafts, or none if one is refused. */
  all(drafts: readonly DraftEvent[], signal?: AbortSignal): Promise<BatchOutcome> {
    return this.#attempt(drafts, 'all', 'carefully', signal)
  }

  /** A draft that repeats the id of a refused one is no repetition: it is tried by itself, after the others. */
  async each(
    drafts: readonly DraftEvent[],
    look: Look,
    signal: AbortSignal | undefined,
  ): Promise<BatchOutcome> {
    const { recorded, refused } = await this.#attempt(drafts, 'each', look, signal)
    const again = repeatsOfRefused(drafts, refused)
    if (again.length === 0) return { recorded, refused }
    const second = await this.each(
      again.map(({ draft }) => draft),
      'carefully',
      signal,
    )
    const outcome = { recorded: [...recorded], refused: new Map(refused) }
    putInto(
      outcome,
      again.map(({ index }) => index),
      second,
    )
    return outcome
  }

  /** Which of the drafts would be refused as things stand, by number; writes nothing. */
  async refusalsOf(drafts: readonly DraftEvent[]): Promise<ReadonlyMap<number, Error>> {
    const { refused } = await this.#prepare(drafts, 'carefully')
    return refused
  }

  /** What a batch that was handed over came to, where another process had written some of it before. */
  outcomeOfResults(
    drafts: readonly DraftEvent[],
    results: readonly AppendResult[],
    signal: AbortSignal | undefined,
  ): Promise<BatchOutcome> {
    // As it was sorted out when it was handed over.
    const { recorded, refused, fresh } = sortOut(drafts, new Map())
    const overtaken = settleAll(writtenAs(gatheredWavesOf(fresh).flat(), results), recorded)
    return this.#outcomeOf(drafts, { recorded, refused }, overtaken, signal)
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
      const code = errorCode(failure.error)
      if (code === 'DUPLICATE_EVENT_ID' && look === 'hopefully') look = 'carefully'
      else if (code !== 'WRONG_EXPECTED_REVISION') throw failure.error
      this.#options.ends.forget()
    }
    throw new TidemarkError('TOO_BUSY', `${drafts.length} movements`)
  }

  async #prepare(drafts: readonly DraftEvent[], look: Look): Promise<Prepared> {
    const { log, reader, company, ends, now, futureTolerance } = this.#options
    const { revisions, known } = await lookUp(log, drafts, look, ends)
    await letOthers(drafts.length)
    const { recorded, refused, fresh } = sortOut(drafts, known)
    const refusals = await checkRefusals(fresh, {
      now: now(),
      futureTolerance,
      company: await company.read(),
      reader,
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
    const { log, ends } = this.#options
    const outcome = await writeWaves(log, waves, revisions, signal)
    await letOthers(drafts.length)
    for (const { run, result } of outcome.written) ends.note(run.stream, result.lastRevision)
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
    putInto({ recorded, refused }, overtaken, outcome)
  }
}

/** Puts what some drafts of a batch came to in its place, by their numbers in the batch. */
function putInto(
  { recorded, refused }: Pick<Prepared, 'recorded' | 'refused'>,
  numbers: readonly number[],
  outcome: BatchOutcome,
): void {
  for (const [place, index] of numbers.entries()) {
    recorded[index] = outcome.recorded[place] ?? null
    const refusal = outcome.refused.get(place)
    if (refusal === undefined) refused.delete(index)
    else refused.set(index, refusal)
  }
}

/** Whether somebody else wrote what this was to follow, or an id of it. */
export function isOvertaken(error: unknown): boolean {
  const code = errorCode(error)
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

import { type EventLog, LogError, NO_STREAM, type RecordedEvent, type StreamAppend } from '@tidemark/log'
import { TidemarkError } from '../errors.ts'
import type { Reader } from '../reading/reader.ts'
import { CompanyStateReader } from './company-state.ts'
import { assertSameFact, type DraftEvent, toNewEvent } from './draft.ts'
import { checkRefusals, type Named } from './refusals.ts'

/** Where a recorded event stands. */
export interface Recorded {
  readonly id: string
  readonly stream: string
  readonly revision: number
  readonly position: number
  readonly recordedAt: number
  /** It had been recorded before; nothing was written. */
  readonly alreadyRecorded: boolean
}

/** What a batch came to: what is recorded, and which drafts were refused and why. */
export interface BatchOutcome {
  readonly recorded: readonly (Recorded | null)[]
  readonly refused: ReadonlyMap<number, Error>
}

/** How often a batch is prepared again because other writers got ahead. */
const ATTEMPTS = 50

/** Turns validated drafts into recorded facts: what is already recorded, what is refused, what is appended. */
export class Recorder {
  readonly #log: EventLog
  readonly #reader: Reader
  readonly #company: CompanyStateReader
  readonly #now: () => number
  readonly #futureTolerance: number
  #turn: Promise<unknown> = Promise.resolve()

  constructor(log: EventLog, reader: Reader, options: { now: () => number; futureTolerance: number }) {
    this.#log = log
    this.#reader = reader
    this.#company = new CompanyStateReader(log, reader.prefix)
    this.#now = options.now
    this.#futureTolerance = options.futureTolerance
  }

  /** Records all of the drafts or, if one is refused, none: its refusal is thrown. */
  async recordAll(drafts: readonly DraftEvent[], signal?: AbortSignal): Promise<readonly Recorded[]> {
    const { recorded, refused } = await this.#inTurn(() => this.#attempt(drafts, 'all', signal))
    for (const refusal of refused.values()) throw refusal
    return recorded.filter((result) => result !== null)
  }

  /** Records what can be recorded and says what was refused. */
  recordEach(drafts: readonly DraftEvent[], signal?: AbortSignal): Promise<BatchOutcome> {
    return this.#inTurn(() => this.#attempt(drafts, 'each', signal))
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
    signal: AbortSignal | undefined,
  ): Promise<BatchOutcome> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      signal?.throwIfAborted()
      const prepared = await this.#prepare(drafts)
      if (mode === 'all' && prepared.refused.size > 0) return prepared
      try {
        return await this.#append(drafts, prepared, signal)
      } catch (error) {
        const overtaken = error instanceof LogError && error.code === 'WRONG_EXPECTED_REVISION'
        if (!overtaken) throw error
      }
    }
    throw new TidemarkError('TOO_BUSY', `${drafts.length} movements`)
  }

  async #prepare(drafts: readonly DraftEvent[]): Promise<Prepared> {
    const streams = Map.groupBy(drafts.keys(), (index) => drafts[index]?.stream ?? '')
    const recorded: (Recorded | null)[] = drafts.map(() => null)
    const refused = new Map<number, Error>()
    const revisions = new Map<string, number>()
    const fresh: number[] = []
    const known = new Map<string, Named>()
    for (const [stream, indexes] of streams) {
      const revision = await this.#log.revision(stream)
      revisions.set(stream, revision)
      const wanted = indexes.flatMap((index) => idsOf(drafts[index]))
      const there = revision < 0 ? [] : await this.#log.find(stream, [...new Set(wanted)])
      for (const event of there) known.set(keyOf(stream, event.id), { recorded: event })
      for (const index of indexes) {
        const draft = drafts[index]
        if (draft === undefined) continue
        const key = keyOf(stream, draft.event.id)
        const before = known.get(key)
        try {
          if (before === undefined) {
            known.set(key, { draft, index })
            fresh.push(index)
          } else if ('recorded' in before) {
            assertSameFact(draft, before.recorded)
            recorded[index] = resultOf(before.recorded)
          } else {
            assertSameFact(draft, { type: before.draft.event.type, data: before.draft.data, stream })
            recorded[index] = REPEATED
          }
        } catch (error) {
          refused.set(index, asError(error))
        }
      }
    }
    fresh.sort((a, b) => a - b)
    const refusals = await checkRefusals(
      fresh.map((index) => ({ index, draft: at(drafts, index) })),
      {
        now: this.#now(),
        futureTolerance: this.#futureTolerance,
        company: await this.#company.read(),
        reader: this.#reader,
        named: (stream, id) => known.get(keyOf(stream, id)),
      },
    )
    for (const [index, refusal] of refusals) refused.set(index, refusal)
    return { recorded, refused, revisions, fresh: fresh.filter((index) => !refused.has(index)) }
  }

  async #append(
    drafts: readonly DraftEvent[],
    prepared: Prepared,
    signal: AbortSignal | undefined,
  ): Promise<BatchOutcome> {
    const { recorded, refused, revisions, fresh } = prepared
    // In the order given, which becomes the order of knowledge: one append for each run of one stream.
    const runs = runsOf(drafts, fresh)
    const next = new Map(revisions)
    const batch = runs.map(({ stream, indexes }): StreamAppend => {
      const expectedRevision = next.get(stream) ?? NO_STREAM
      next.set(stream, expectedRevision + indexes.length)
      return { stream, events: indexes.map((index) => toNewEvent(at(drafts, index))), expectedRevision }
    })
    const results = batch.length === 0 ? [] : await this.#log.append(batch, { signal })
    for (const [run, { indexes }] of runs.entries()) {
      const result = results[run]
      if (result === undefined) throw new RangeError('the log answered for fewer appends than it was given')
      for (const [offset, index] of indexes.entries()) {
        recorded[index] = {
          id: at(drafts, index).event.id,
          stream: result.stream,
          revision: result.firstRevision + offset,
          // Events of one append stand side by side in the log.
          position: result.firstPosition + offset,
          recordedAt: result.recordedAt,
          alreadyRecorded: false,
        }
      }
    }
    return { recorded: await this.#placeRepeated(drafts, recorded), refused }
  }

  /** Finds the place of drafts that repeat an earlier one of the same batch. */
  async #placeRepeated(
    drafts: readonly DraftEvent[],
    recorded: (Recorded | null)[],
  ): Promise<(Recorded | null)[]> {
    const places = new Map<string, Recorded>()
    for (const result of recorded)
      if (result !== null && result !== REPEATED) places.set(keyOf(result.stream, result.id), result)
    return recorded.map((result, index) => {
      if (result !== REPEATED) return result
      const first = places.get(keyOf(at(drafts, index).stream, at(drafts, index).event.id))
      return first === undefined ? null : { ...first, alreadyRecorded: true }
    })
  }
}

interface Prepared {
  readonly recorded: (Recorded | null)[]
  readonly refused: Map<number, Error>
  readonly revisions: ReadonlyMap<string, number>
  readonly fresh: readonly number[]
}

/** Drafts that follow one another and belong to one stream. */
interface Run {
  readonly stream: string
  readonly indexes: number[]
}

function runsOf(drafts: readonly DraftEvent[], indexes: readonly number[]): readonly Run[] {
  const runs: Run[] = []
  for (const index of indexes) {
    const { stream } = at(drafts, index)
    const last = runs.at(-1)
    if (last?.stream === stream) last.indexes.push(index)
    else runs.push({ stream, indexes: [index] })
  }
  return runs
}

/** Stands for a draft that repeats an earlier one of the same batch, until its place is known. */
const REPEATED: Recorded = {
  id: '',
  stream: '',
  revision: -1,
  position: 0,
  recordedAt: 0,
  alreadyRecorded: true,
}

/** The ids to look up for a draft: its own, and those of the facts it names. */
function idsOf(draft: DraftEvent | undefined): readonly string[] {
  if (draft === undefined) return []
  const { event } = draft
  if (event.type === 'MovementVoided' || event.type === 'MovementAmended') return [event.id, event.movement]
  if (event.type === 'ReceiptCostAdjusted') return [event.id, event.receipt]
  return [event.id]
}

function keyOf(stream: string, id: string): string {
  return `${stream}\n${id}`
}

function resultOf(recorded: RecordedEvent): Recorded {
  const { id, stream, revision, position, recordedAt } = recorded
  return { id, stream, revision, position, recordedAt, alreadyRecorded: true }
}

function at(drafts: readonly DraftEvent[], index: number): DraftEvent {
  const draft = drafts[index]
  if (draft === undefined) throw new RangeError(`no draft ${index}`)
  return draft
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}

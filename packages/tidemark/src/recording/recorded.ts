import type { AppendResult, EventLog, RecordedEvent } from '@tidemark/log'
import type { DraftEvent } from './draft.ts'
import type { Run } from './runs.ts'

/** Where a recorded event stands. */
export interface Recorded {
  readonly id: string
  readonly stream: string
  readonly revision: number
  readonly position: number
  /** When it became known, in milliseconds since the epoch. */
  readonly recordedAt: number
  /** It had been recorded before; nothing was written. */
  readonly alreadyRecorded: boolean
}

/** Where an event stands, as far as the log said; `null`: it told the places of its neighbours only. */
export interface Settled extends Omit<Recorded, 'position' | 'recordedAt'> {
  readonly place: { readonly position: number; readonly recordedAt: number } | null
}

/** Stands for a draft that repeats an earlier one of the same batch, until its place is known. */
export const REPEATED: Settled = { id: '', stream: '', revision: -1, place: null, alreadyRecorded: true }

/** Where an event stands that had been recorded before. */
export function standsAt({ id, stream, revision, position, recordedAt }: RecordedEvent): Settled {
  return { id, stream, revision, place: { position, recordedAt }, alreadyRecorded: true }
}

/** Notes where the drafts of a run stand by the answer of the log, by their numbers in the batch. */
export function settle(run: Run, result: AppendResult, settled: (Settled | null)[]): void {
  for (let offset = 0; offset < run.drafts.length; offset++) {
    const candidate = run.drafts[offset]
    if (candidate !== undefined) settled[candidate.index] = new Appended(run, result, offset)
  }
}

/** One of a run that was appended; an import makes one for every line and asks most of them for nothing. */
class Appended implements Settled {
  readonly #run: Run
  readonly #result: AppendResult
  readonly #offset: number
  readonly alreadyRecorded = false

  constructor(run: Run, result: AppendResult, offset: number) {
    this.#run = run
    this.#result = result
    this.#offset = offset
  }

  get id(): string {
    return this.#draft?.id ?? ''
  }

  get stream(): string {
    return this.#run.stream
  }

  get revision(): number {
    return this.#result.firstRevision + this.#offset
  }

  /** Some logs leave gaps between positions. Only where the first and the last leave no room for one are all known. */
  get place(): Settled['place'] {
    const { firstRevision, lastRevision, firstPosition, lastPosition, recordedAt } = this.#result
    if (lastPosition - firstPosition !== lastRevision - firstRevision) return null
    const isLast = this.#offset === this.#run.drafts.length - 1
    if (this.#draft?.bringsItsTime && !isLast) return null
    return { position: firstPosition + this.#offset, recordedAt }
  }

  get #draft(): DraftEvent | undefined {
    return this.#run.drafts[this.#offset]?.draft
  }
}

/** Reads from the log where events stand of which it has told the revision only. */
export async function placed(log: EventLog, settled: readonly Settled[]): Promise<readonly Recorded[]> {
  const missing = new Map<string, { from: number; to: number }>()
  for (const { stream, revision, place } of settled) {
    if (place !== null) continue
    const range = missing.get(stream)
    if (range === undefined) missing.set(stream, { from: revision, to: revision })
    else missing.set(stream, { from: Math.min(range.from, revision), to: Math.max(range.to, revision) })
  }
  const events = new Map<string, RecordedEvent>()
  for (const [stream, range] of missing) {
    for await (const chunk of log.readStream(stream, range)) {
      for (const event of chunk) events.set(keyOf(stream, event.id), event)
    }
  }
  return settled.map((one) => {
    const { id, stream, revision, alreadyRecorded } = one
    const { position, recordedAt } = one.place ?? events.get(keyOf(stream, id)) ?? lost(one)
    return { id, stream, revision, position, recordedAt, alreadyRecorded }
  })
}

function lost({ stream, revision }: Pick<Recorded, 'stream' | 'revision'>): never {
  throw new RangeError(`the log does not hold ${stream}@${revision}, which it has just acknowledged`)
}

/** Finds the place of drafts that repeat an earlier one of the same batch. */
export function placeRepeated(
  drafts: readonly DraftEvent[],
  recorded: readonly (Settled | null)[],
): readonly (Settled | null)[] {
  if (!recorded.includes(REPEATED)) return recorded
  const places = new Map<string, Settled>()
  for (const result of recorded)
    if (result !== null && result !== REPEATED) places.set(keyOf(result.stream, result.id), result)
  return recorded.map((result, index) => {
    const draft = drafts[index]
    if (result !== REPEATED || draft === undefined) return result
    const first = places.get(keyOf(draft.stream, draft.id))
    if (first === undefined) return null
    const { id, stream, revision, place } = first
    return { id, stream, revision, place, alreadyRecorded: true }
  })
}

function keyOf(stream: string, id: string): string {
  return `${stream}\n${id}`
}

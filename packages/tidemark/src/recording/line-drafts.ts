import { DomainError, formatInstant, itemStream, parseInstant, readEventText } from '@tidemark/domain'
import { TidemarkError } from '../errors.ts'
import { type DraftEvent, draftEvent, draftOfText } from './draft.ts'
import { type Drafts, draftsOf, heldDrafts } from './drafts.ts'

/** An event from somewhere else than a movement file, or why there is none, with the line it comes from. */
export type SourceEvent =
  | { readonly number: number; readonly input: object }
  | { readonly number: number; readonly error: Error }

/** A line of a movement file, or an event that was made of something else. */
export type Line = SourceEvent | { readonly number: number; readonly text: string }

/** So many streams are remembered. */
const MOST_STREAMS = 100_000

/** What the events of a history carry beside their time of recording. */
const HISTORY_MARK = { history: true } as const

/** Turns lines into drafts, one after another: the times of recording of a history must not decrease. */
export class LineDrafts {
  readonly #prefix: string
  /** The latest time of recording a history may carry; `null` when the lines are no history. */
  readonly #latest: number | null
  readonly #streams = new Map<string, string>()
  #recordedAt = Number.NEGATIVE_INFINITY

  constructor(prefix: string, latest: number | null) {
    this.#prefix = prefix
    this.#latest = latest
  }

  draft(line: Line): DraftEvent | Error {
    if ('error' in line) return line.error
    const plain = this.#latest === null && 'text' in line ? readEventText(line.text) : null
    if (plain !== null) return draftOfText(plain, this.#streamOf(plain.item))
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

  /** The drafts that were made of lines; those of a history are held: each depends on the lines before it. */
  draftsOf(made: readonly DraftEvent[], lines: readonly Line[]): Drafts {
    return this.#latest === null
      ? draftsOf(made, () => lines.map((line) => this.#again(line)))
      : heldDrafts(made)
  }

  #again(line: Line): DraftEvent {
    const draft = this.draft(line)
    if (draft instanceof Error) throw draft
    return draft
  }

  /** Encoding the id of an item for each of its movements would cost more than reading them. */
  #streamOf(item: string): string {
    const known = this.#streams.get(item)
    if (known !== undefined) return known
    if (this.#streams.size >= MOST_STREAMS) this.#streams.clear()
    const stream = this.#prefix + itemStream(item)
    this.#streams.set(item, stream)
    return stream
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

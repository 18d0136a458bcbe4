import { firstVisible, type StreamLimits, streamLimits } from './stream-limits.ts'

/** An event as the server keeps it. */
export interface StoredRecord {
  readonly stream: string
  readonly revision: bigint
  /** Commit and prepare position. */
  readonly position: bigint
  readonly id: string
  readonly type: string
  readonly contentType: string
  readonly data: Uint8Array
  readonly metadata: Uint8Array
  /** Milliseconds since 1970 UTC. */
  readonly created: number
}

/** An event to be written. */
export type ProposedRecord = Pick<StoredRecord, 'id' | 'type' | 'contentType' | 'data' | 'metadata'>

/** What a writer expects of a stream. */
export type Expected = bigint | 'any' | 'no_stream' | 'stream_exists'

/** What became of an append. */
export type WriteOutcome =
  | { readonly kind: 'success'; readonly revision: bigint; readonly position: bigint | undefined }
  | { readonly kind: 'wrong'; readonly actual: bigint | undefined }
  | { readonly kind: 'deleted' }
  | { readonly kind: 'too-large'; readonly limit: number }
  | { readonly kind: 'bad-request'; readonly message: string }

interface Stream {
  readonly records: StoredRecord[]
  tombstoned: boolean
}

/** The revision of a tombstone, and "truncate before" of a stream that was soft-deleted. */
export const LAST_REVISION = 9_223_372_036_854_775_807n

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Where the first record stands: a real log starts with records of its own. */
const FIRST_POSITION = 2_048n

/** The state of a server: one log and the streams in it, with the rules of a real server about repeated appends. */
export class Store {
  readonly all: StoredRecord[] = []
  readonly #streams = new Map<string, Stream>()
  /** What the server remembers of ids for appends at "any" revision, until it is restarted. */
  readonly #remembered = new Map<string, bigint>()
  readonly #clock: () => number
  readonly #maxAppendBytes: number
  readonly #listeners = new Set<(records: readonly StoredRecord[]) => void>()
  #nextPosition = FIRST_POSITION

  constructor(options: { readonly clock: () => number; readonly maxAppendBytes: number }) {
    this.#clock = options.clock
    this.#maxAppendBytes = options.maxAppendBytes
  }

  /** Calls back with what each append wrote; returns the function that ends it. */
  onWritten(listener: (records: readonly StoredRecord[]) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** What a restart makes the server forget. */
  forget(): void {
    this.#remembered.clear()
  }

  /** The records of a stream that can be read; null when it is not found, 'tombstone' when it is gone for good. */
  readable(name: string): readonly StoredRecord[] | null | 'tombstone' {
    const stream = this.#streams.get(name)
    if (stream?.tombstoned) return 'tombstone'
    const last = stream?.records.at(-1)
    if (stream === undefined || last === undefined) return null
    const limits = this.#limitsOf(name)
    if (limits.truncateBefore === LAST_REVISION) return null
    if (Object.keys(limits).length === 0) return stream.records
    const first = firstVisible(limits, last.revision)
    return stream.records.filter(
      ({ revision, created }) =>
        revision >= first && (limits.maxAgeMs === undefined || created >= this.#clock() - limits.maxAgeMs),
    )
  }

  write(name: string, expected: Expected, events: readonly ProposedRecord[]): WriteOutcome {
    const flaw = badRequest(name, events)
    if (flaw !== undefined) return { kind: 'bad-request', message: flaw }
    const stream = this.#streams.get(name)
    if (stream?.tombstoned) return { kind: 'deleted' }
    const bytes = events.reduce((sum, { data }) => sum + data.length, 0)
    if (bytes > this.#maxAppendBytes) return { kind: 'too-large', limit: this.#maxAppendBytes }
    if (events.length === 0) return { kind: 'success', revision: 0n, position: undefined }
    const last = stream?.records.at(-1)?.revision ?? -1n
    const limits = this.#limitsOf(name)
    const softDeleted = stream !== undefined && limits.truncateBefore === LAST_REVISION
    const repeated = this.#repeated(name, expected, last, events)
    if (repeated !== undefined) {
      const position = repeated.revision < (limits.truncateBefore ?? 0n) ? undefined : repeated.position
      return { kind: 'success', revision: repeated.revision, position }
    }
    if (!mayWrite(expected, last, softDeleted)) {
      return { kind: 'wrong', actual: last < 0n || softDeleted ? undefined : last }
    }
    const written = this.#append(name, events)
    if (softDeleted) this.#setLimits(name, { $tb: Number(last + 1n) })
    return { kind: 'success', revision: written.revision, position: written.position }
  }

  /** Hides the events of a stream until it is written again; revisions go on. */
  softDelete(name: string, expected: Expected): WriteOutcome {
    const last = this.#streams.get(name)?.records.at(-1)?.revision
    if (last === undefined) return { kind: 'wrong', actual: -1n }
    if (!mayWrite(expected, last, false)) return { kind: 'wrong', actual: last }
    this.#setLimits(name, { $tb: LAST_REVISION })
    return { kind: 'success', revision: last, position: this.all.at(-1)?.position }
  }

  /** Ends a stream for good. */
  tombstone(name: string, expected: Expected): WriteOutcome {
    const last = this.#streams.get(name)?.records.at(-1)?.revision ?? -1n
    // Also a stream that never was can be ended.
    if (!mayWrite(expected, last, false)) return { kind: 'wrong', actual: last }
    const nothing = new Uint8Array()
    const mark = { id: crypto.randomUUID(), type: '$streamDeleted', data: nothing, metadata: nothing }
    const record = this.#record(name, LAST_REVISION, { ...mark, contentType: 'application/octet-stream' })
    this.#publish([record])
    const stream = this.#streams.get(name) ?? { records: [], tombstoned: false }
    this.#streams.set(name, stream)
    stream.tombstoned = true
    return { kind: 'success', revision: last, position: record.position }
  }

  /** Revision and position of the last of the events, when exactly they stand where the writer expects them. */
  #repeated(
    name: string,
    expected: Expected,
    last: bigint,
    events: readonly ProposedRecord[],
  ): { revision: bigint; position: bigint } | undefined {
    const records = this.#streams.get(name)?.records ?? []
    const first = this.#firstIfRepeated(name, expected, events[0]?.id ?? '')
    if (first === undefined || first > last) return undefined
    const there = records.slice(Number(first), Number(first) + events.length)
    if (there.length < events.length) return undefined
    if (!events.every(({ id }, index) => there[index]?.id === id.toLowerCase())) return undefined
    return there.at(-1)
  }

  #firstIfRepeated(name: string, expected: Expected, firstId: string): bigint | undefined {
    if (expected === 'no_stream') return 0n
    if (typeof expected === 'bigint') return expected + 1n
    return this.#remembered.get(`${name}\n${firstId.toLowerCase()}`)
  }

  #append(name: string, events: readonly ProposedRecord[]): StoredRecord {
    const stream = this.#streams.get(name) ?? { records: [], tombstoned: false }
    this.#streams.set(name, stream)
    const records = events.map((event, index) =>
      this.#record(name, BigInt(stream.records.length + index), { ...event, id: event.id.toLowerCase() }),
    )
    for (const record of records) {
      stream.records.push(record)
      this.#remembered.set(`${name}\n${record.id}`, record.revision)
    }
    this.#publish(records)
    const last = records.at(-1)
    if (last === undefined) throw new RangeError('an append has at least one event')
    return last
  }

  #record(stream: string, revision: bigint, event: ProposedRecord): StoredRecord {
    const position = this.#nextPosition
    // Positions are bytes of the log, so they are never next to one another.
    this.#nextPosition += BigInt(event.data.length + event.metadata.length + stream.length + 150)
    return { ...event, stream, revision, position, created: this.#clock() }
  }

  #publish(records: readonly StoredRecord[]): void {
    for (const record of records) this.all.push(record)
    for (const listener of this.#listeners) listener(records)
  }

  #limitsOf(name: string): StreamLimits {
    const last = this.#streams.get(`$$${name}`)?.records.at(-1)
    return last === undefined ? {} : streamLimits(last.data)
  }

  #setLimits(name: string, limits: { readonly $tb: number | bigint }): void {
    const data = Buffer.from(`{"$tb":${limits.$tb}}`)
    const event = { id: crypto.randomUUID(), type: '$metadata', contentType: 'application/json' }
    this.#append(`$$${name}`, [{ ...event, data, metadata: new Uint8Array() }])
  }
}

function mayWrite(expected: Expected, last: bigint, softDeleted: boolean): boolean {
  if (expected === 'any') return true
  if (expected === 'stream_exists') return last >= 0n && !softDeleted
  if (expected === 'no_stream') return last < 0n || softDeleted
  return expected === last
}

function badRequest(name: string, events: readonly ProposedRecord[]): string | undefined {
  if (name === '') return 'the stream has no name'
  if (events.some(({ type }) => type === '')) return 'an event has no type'
  if (events.some(({ id }) => !UUID.test(id))) return 'an event id is no uuid'
  return undefined
}

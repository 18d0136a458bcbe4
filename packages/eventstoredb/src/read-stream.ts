import { BACKWARDS, END, FORWARDS } from '@eventstore/db-client'
import type { RecordedEvent } from '@tidemark/log'
import type { Connection } from './connection.ts'
import { failureOf } from './failure.ts'
import type { Mark, Resolved } from './pump.ts'
import { chunksOf, type Reading, type ReadingOptions } from './reading.ts'
import { recordedEvent, type ServerEvent } from './stored-event.ts'

/** A part of a stream: revisions `from` to `to`, both inclusive. */
export interface StreamPart {
  readonly from: number
  /** Infinity for the end of the stream. */
  readonly to: number
  readonly backwards: boolean
  /** The most events to read. */
  readonly most: number
}

/** The last event of a stream. */
export const LAST_EVENT: StreamPart = { from: 0, to: Number.POSITIVE_INFINITY, backwards: true, most: 1 }

/** How many events a stream of the client may hold ready. */
export const BUFFERED_EVENTS = 32

/** Reads a part of a stream in chunks; nothing when there is no such stream. */
export function streamChunks(
  connection: Connection,
  stream: string,
  part: StreamPart,
  options: ReadingOptions,
): AsyncGenerator<readonly RecordedEvent[], void> {
  return chunksOf(connection, streamReading(connection, stream, part, recorded(connection)), options)
}

/** What a process learns from an event that passes by. */
export function recorded(
  connection: Connection,
): (event: ServerEvent, commit: bigint | undefined) => RecordedEvent {
  return (event, commit) => {
    const made = recordedEvent(event, commit)
    if (!made.stream.startsWith('$')) connection.streams.note(made)
    return made
  }
}

/** The reading of a part of a stream, with what to make of each event. */
export function streamReading(
  connection: Connection,
  stream: string,
  { from, to, backwards, most }: StreamPart,
  make: (event: ServerEvent, commit: bigint | undefined) => RecordedEvent,
): Reading {
  let low = from
  let high = to
  let left = most
  let over = low > high || left <= 0
  return {
    open() {
      const count = Math.min(high - low + 1, left)
      const start = backwards ? high : low
      const read = connection.client.readStream(
        stream,
        {
          direction: backwards ? BACKWARDS : FORWARDS,
          fromRevision: Number.isFinite(start) ? BigInt(start) : END,
          ...(Number.isFinite(count) ? { maxCount: count } : {}),
        },
        { highWaterMark: BUFFERED_EVENTS },
      )
      return { stream: read, cancel: () => read.cancel(), endless: false }
    },
    take(step: Resolved | Mark) {
      if ('mark' in step || step.event === undefined) return undefined
      const revision = Number(step.event.revision)
      // Backwards from beyond the end a server begins with the last event, wherever that is.
      if (revision > high || revision < low) return undefined
      if (backwards) high = revision - 1
      else low = revision + 1
      left--
      over = low > high || left <= 0
      return make(step.event, step.commitPosition)
    },
    get over() {
      return over
    },
    failed: (error) => failureOf(error) === 'missing',
  }
}

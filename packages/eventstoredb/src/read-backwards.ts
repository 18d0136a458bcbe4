import { BACKWARDS, END, FORWARDS } from '@eventstore/db-client'
import { type Position, position, type RecordedEvent, START } from '@tidemark/log'
import type { Connection } from './connection.ts'
import { type Limit, timeLeft } from './limit.ts'
import type { Mark, Resolved } from './pump.ts'
import { type LogPart, passes } from './read-all.ts'
import { BUFFERED_EVENTS, recorded } from './read-stream.ts'
import { chunksOf, isBadPosition, type Reading, type ReadingOptions } from './reading.ts'
import { positionOf } from './stored-event.ts'

/** Reads a part of the log backwards, in chunks. The client has no filter for this: everything comes over the wire. */
export async function* logChunksBackwards(
  connection: Connection,
  part: LogPart,
  options: ReadingOptions,
): AsyncGenerator<readonly RecordedEvent[], void> {
  if (part.after >= part.through) return
  yield* chunksOf(connection, backwardReading(connection, part), options)
}

/** The position of the last event of all, also of those that are the server's own; `START` when there is none. */
export async function headOf(connection: Connection, limit: Limit): Promise<Position> {
  const options = { timeoutMs: timeLeft(limit), signal: limit.signal, gate: connection.shortReads }
  for await (const [last] of chunksOf(connection, lastOfAll(connection), options)) {
    if (last === undefined) continue
    connection.highest = Math.max(connection.highest, last.position)
    return last.position
  }
  return START
}

function lastOfAll(connection: Connection): Reading {
  let over = false
  return {
    open: () => readBackwards(connection, undefined, 1),
    take(step) {
      if ('mark' in step || step.event === undefined) return undefined
      over = true
      return recorded(connection)(step.event, step.commitPosition)
    },
    get over() {
      return over
    },
  }
}

/**
 * The backward reading. A position to begin with is exclusive and has to be that of a record, so it begins at the record
 * after `through`, which it finds by looking forwards.
 */
function backwardReading(connection: Connection, { after, through, ...filter }: LogPart): Reading {
  const make = recorded(connection)
  let phase: 'find' | 'read' = through < connection.highest ? 'find' : 'read'
  let before: number | undefined
  let over = false
  return {
    open() {
      if (phase === 'read') return readBackwards(connection, before, undefined)
      const stream = connection.client.readAll({
        direction: FORWARDS,
        maxCount: 2,
        fromPosition: both(through),
      })
      return { stream, cancel: () => stream.cancel(), endless: false }
    },
    take(step: Resolved | Mark) {
      if ('mark' in step || step.event === undefined) return undefined
      const at = positionOf(step.event.position?.commit, step.commitPosition)
      if (phase === 'find') {
        if (at > through) before = at
        return undefined
      }
      before = at
      over = at <= after
      if (over || at > through) return undefined
      const { streamId, type } = step.event
      return passes(streamId, type, filter) ? make(step.event, step.commitPosition) : undefined
    },
    get over() {
      return over
    },
    ended() {
      if (phase === 'read') return true
      phase = 'read'
      return false
    },
    failed(error) {
      // No record stands exactly there: begin at the end and pass over what is later.
      if (phase === 'find' && isBadPosition(error)) phase = 'read'
      return false
    },
  }
}

function readBackwards(connection: Connection, before: number | undefined, maxCount: number | undefined) {
  const stream = connection.client.readAll(
    {
      direction: BACKWARDS,
      fromPosition: before === undefined ? END : both(position(before)),
      ...(maxCount === undefined ? {} : { maxCount }),
    },
    { highWaterMark: BUFFERED_EVENTS },
  )
  return { stream, cancel: () => stream.cancel(), endless: false }
}

function both(at: Position) {
  return { commit: BigInt(at), prepare: BigInt(at) }
}

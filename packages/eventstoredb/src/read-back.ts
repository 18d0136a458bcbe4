import type { RecordedEvent } from '@tidemark/log'
import type { Connection } from './connection.ts'
import { backOffMs, type Limit, pause, timeLeft } from './limit.ts'
import { streamReading } from './read-stream.ts'
import { chunksOf } from './reading.ts'
import { recordedEvent, sentBy } from './stored-event.ts'
import { limited } from './stream-state.ts'

/** An event as it stands in its stream, and by which append it got there. */
export interface Placed {
  readonly event: RecordedEvent
  readonly by: string | undefined
}

/** Reads events that have been written: by revision, growing. Waits for a node that lags behind. */
export async function readPlaced(
  connection: Connection,
  stream: string,
  revisions: readonly number[],
  limit: Limit,
): Promise<ReadonlyMap<number, Placed>> {
  const placed = new Map<number, Placed>()
  for (let tries = 0; ; tries++) {
    const missing = revisions.filter((revision) => !placed.has(revision))
    await Promise.all(runsOf(missing).map((run) => readRun(connection, stream, run, limit, placed)))
    if (revisions.every((revision) => placed.has(revision))) return placed
    const wait = backOffMs(tries)
    if (timeLeft(limit) <= wait) throw limited(connection, stream, `no revision ${missing.join(', ')}`)
    await pause(wait, limit.signal)
  }
}

interface Run {
  readonly from: number
  to: number
}

async function readRun(
  connection: Connection,
  stream: string,
  { from, to }: Run,
  limit: Limit,
  placed: Map<number, Placed>,
): Promise<void> {
  const part = { from, to, backwards: false, most: Number.POSITIVE_INFINITY }
  const reading = streamReading(connection, stream, part, (stored, commit) => {
    const event = recordedEvent(stored, commit)
    placed.set(event.revision, { event, by: sentBy(stored) })
    return event
  })
  const options = { timeoutMs: timeLeft(limit), signal: limit.signal, gate: connection.shortReads }
  for await (const _ of chunksOf(connection, reading, options));
}

function runsOf(revisions: readonly number[]): Run[] {
  const runs: Run[] = []
  for (const revision of revisions) {
    const last = runs.at(-1)
    if (last !== undefined && revision === last.to + 1) last.to = revision
    else runs.push({ from: revision, to: revision })
  }
  return runs
}

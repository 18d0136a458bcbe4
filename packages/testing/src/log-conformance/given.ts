import assert from 'node:assert/strict'
import type { AppendResult, CaughtUp, EventLog, JsonObject, NewEvent, RecordedEvent } from '@tidemark/log'

/** The id number `n`: a uuid, because some servers take nothing else. */
export function id(n: number): string {
  return `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`
}

/** The event number `n`. */
export function event(n: number, data: JsonObject = { n }): NewEvent {
  return { id: id(n), type: 'Happened', data }
}

/** The events number `from` to `to`, both inclusive. */
export function events(from: number, to: number): NewEvent[] {
  return Array.from({ length: to - from + 1 }, (_, index) => event(from + index))
}

/** Appends to one stream. */
export async function append(
  log: EventLog,
  stream: string,
  expectedRevision: number | 'any',
  news: readonly NewEvent[],
): Promise<AppendResult> {
  const [result] = await log.append([{ stream, expectedRevision, events: news }])
  if (result === undefined) throw new Error('an append has one result for each stream')
  return result
}

/** All events of all chunks. */
export async function gather(chunks: AsyncIterable<readonly RecordedEvent[]>): Promise<RecordedEvent[]> {
  const all: RecordedEvent[] = []
  for await (const chunk of chunks) {
    assert.notEqual(chunk.length, 0, 'a chunk is never empty')
    all.push(...chunk)
  }
  return all
}

/** What a follower delivers, step by step, up to and with the event number `n`, or the first mark after it. */
export async function followThrough(
  steps: AsyncIterable<readonly RecordedEvent[] | CaughtUp>,
  n: number,
  end: 'event' | 'mark' = 'event',
): Promise<(RecordedEvent | CaughtUp)[]> {
  const all: (RecordedEvent | CaughtUp)[] = []
  let found = false
  for await (const step of steps) {
    all.push(...('caughtUp' in step ? [step] : step))
    found ||= !('caughtUp' in step) && step.some((one) => one.id === id(n))
    if (found && (end === 'event' || 'caughtUp' in step)) break
  }
  return all
}

/** The ids of what a follower or reader delivered, without its marks. */
export function ids(delivered: readonly (RecordedEvent | CaughtUp)[]): string[] {
  return delivered.flatMap((one) => ('caughtUp' in one ? [] : [one.id]))
}

/** The numbers `from` to `to`, both inclusive, as ids. */
export function idsOf(from: number, to: number): string[] {
  return events(from, to).map((one) => one.id)
}

/** Leaves out what only the log knows, so that the rest can be compared with what was recorded. */
export function asRecorded({ id, type, data, metadata }: RecordedEvent) {
  return { id, type, data, metadata }
}

import assert from 'node:assert/strict'
import {
  type AppendResult,
  type CaughtUp,
  type EventLog,
  type JsonObject,
  LogError,
  type NewEvent,
  type RecordedEvent,
} from '@tidemark/log'
import { EventStoreError, type EventStoreProblem } from '../src/index.ts'

/** The event number `n`. */
export function event(n: number, data: JsonObject = { n }): NewEvent {
  return { id: `e${n}`, type: 'Happened', data }
}

/** The events number `from` to `to`, both inclusive. */
export function events(from: number, to: number): NewEvent[] {
  return Array.from({ length: to - from + 1 }, (_, index) => event(from + index))
}

/** The ids of the events number `from` to `to`, both inclusive. */
export function idsOf(from: number, to: number): string[] {
  return events(from, to).map(({ id }) => id)
}

/** Appends to one stream. */
export async function append(
  log: EventLog,
  stream: string,
  expectedRevision: number | 'any',
  news: readonly NewEvent[],
): Promise<AppendResult> {
  const [result] = await log.append([{ stream, expectedRevision, events: news }])
  assert.ok(result !== undefined, 'an append has one result for each stream')
  return result
}

/** All items of an iteration. */
export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const item of items) list.push(item)
  return list
}

/** All events of all chunks. */
export async function gather(chunks: AsyncIterable<readonly RecordedEvent[]>): Promise<RecordedEvent[]> {
  return (await all(chunks)).flat()
}

/** The ids of events. */
export function ids(recorded: readonly { readonly id: string }[]): string[] {
  return recorded.map(({ id }) => id)
}

/** The ids that a follower delivers, until there are so many. */
export async function followed(
  steps: AsyncIterable<readonly RecordedEvent[] | CaughtUp>,
  count: number,
): Promise<string[]> {
  const delivered: string[] = []
  for await (const step of steps) {
    if (!('caughtUp' in step)) delivered.push(...ids(step))
    if (delivered.length >= count) break
  }
  return delivered
}

/** What work is refused with. */
export async function refusal(work: Promise<unknown>): Promise<Error> {
  const error = await work.then(
    () => assert.fail('should have been refused'),
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof Error, `refused with ${String(error)}`)
  return error
}

/** Asserts that work is refused with a code of the log. */
export async function refusedWith(code: string, work: Promise<unknown>): Promise<LogError> {
  const error = await refusal(work)
  assert.ok(error instanceof LogError, `no error of a log: ${error.stack}`)
  assert.equal(error.code, code, error.message)
  return error
}

/** Asserts that work is refused with a problem of the server. */
export async function problem(name: EventStoreProblem, work: Promise<unknown>): Promise<EventStoreError> {
  const error = await refusal(work)
  assert.ok(error instanceof EventStoreError, `no error of the adapter: ${error.stack}`)
  assert.equal(error.problem, name, error.message)
  return error
}

/** Ends all waiting of a case whose log does not deliver. */
export function patience(): AbortSignal {
  return AbortSignal.timeout(60_000)
}

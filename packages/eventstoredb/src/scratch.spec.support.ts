import { readFileSync } from 'node:fs'
import { EventStoreDBClient } from '@eventstore/db-client'
import type { AppendResult, CaughtUp, EventLog, JsonObject, NewEvent, RecordedEvent } from '@tidemark/log'
import { onTestFinished } from 'vitest'
import { type EventStoreLog, type EventStoreLogOptions, eventStoreLog } from './event-store-log.ts'
import { startTestServer, type TestServer, type TestServerOptions } from './test-server/index.ts'

/** A certificate for 127.0.0.1 and localhost that signed itself, and its key; good for nothing but these tests. */
export const certificateFile = new URL('./test-certificate.spec.pem', import.meta.url).pathname
const pem = readFileSync(certificateFile, 'utf8')
export const tls = { certificate: pem, key: pem }

/** A server for one test. */
export async function given(options: TestServerOptions = {}): Promise<TestServer> {
  const server = await startTestServer(options)
  onTestFinished(() => server.stop())
  return server
}

/** A log for one test; it waits a few seconds at most. */
export function logOn(
  server: Pick<TestServer, 'connectionString'>,
  options: Partial<EventStoreLogOptions> = {},
): EventStoreLog {
  const log = eventStoreLog({ connectionString: server.connectionString, timeoutMs: 3_000, ...options })
  onTestFinished(() => log.close())
  return log
}

/** A second log that shares nothing with the first, like one of another process. */
export function otherLogOn(server: TestServer, options: Partial<EventStoreLogOptions> = {}): EventStoreLog {
  const name = crypto.randomUUID()
  const connectionString = `${server.connectionString}&connectionName=${name}`
  return logOn({ connectionString }, options)
}

/** The client as it is, for what the log must do better, and for what others do to a server. */
export function bareClient(server: TestServer): EventStoreDBClient {
  const client = EventStoreDBClient.connectionString(server.connectionString)
  onTestFinished(() => client.dispose())
  return client
}

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
  if (result === undefined) throw new Error('an append has one result for each stream')
  return result
}

/** All events of all chunks. */
export async function gather(chunks: AsyncIterable<readonly RecordedEvent[]>): Promise<RecordedEvent[]> {
  const all: RecordedEvent[] = []
  for await (const chunk of chunks) all.push(...chunk)
  return all
}

/** The ids in a stream. */
export async function idsIn(log: EventLog, stream: string): Promise<string[]> {
  return (await gather(log.readStream(stream))).map(({ id }) => id)
}

/** The ids that a follower delivers, until there are so many. */
export async function followed(
  steps: AsyncIterable<readonly RecordedEvent[] | CaughtUp>,
  count: number,
): Promise<string[]> {
  const ids: string[] = []
  for await (const step of steps) {
    if (!('caughtUp' in step)) ids.push(...step.map(({ id }) => id))
    if (ids.length >= count) break
  }
  return ids
}

/** What work is refused with. */
export async function refusal(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'was not refused',
    (error: unknown) => error,
  )
}

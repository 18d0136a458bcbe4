import { type EventStoreDBClient, type JSONEventData, jsonEvent } from '@eventstore/db-client'
import type { JsonObject } from '@tidemark/log'
import { all } from './given.ts'

/** The uuid number `n`. */
export function uuid(n: number): string {
  return `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`
}

/** An event of the client with an id that can be told. */
export function numbered(n: number, data: JsonObject = { n }): JSONEventData {
  return jsonEvent({ id: uuid(n), type: 'Happened', data })
}

/** The revisions that can be read of a stream. */
export async function revisionsIn(client: EventStoreDBClient, stream: string): Promise<number[]> {
  return (await all(client.readStream(stream))).map(({ event }) => Number(event?.revision))
}

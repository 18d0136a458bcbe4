import { type EventStoreDBClient, jsonEvent, NO_STREAM } from '@eventstore/db-client'
import type { SendAppend } from './append-call.ts'
import { failureOf } from './failure.ts'
import { within } from './limit.ts'

/** Appends one by one, each in its own call: for servers before 21.10, which have no stream of appends. */
export function singleAppends(client: EventStoreDBClient): SendAppend {
  return async ({ stream, expected, events }, ms) => {
    const plain = events.map(({ uuid, type, data, metadata }) =>
      // What was checked and written down as text is plain JSON: nothing else may reach the client.
      jsonEvent({ id: uuid, type, data: JSON.parse(data), metadata: Buffer.from(metadata) }),
    )
    const expectedRevision = expected < 0 ? NO_STREAM : BigInt(expected)
    try {
      const call = client.appendToStream(stream, plain, { expectedRevision, deadline: ms })
      const answer = await within(ms, undefined, call)
      // A client that was told not to throw reports a revision that is not the stream's.
      if (!answer.success) return { kind: 'conflict' }
      return { kind: 'success', revision: answer.nextExpectedRevision, position: answer.position?.commit }
    } catch (error) {
      if (failureOf(error) === 'conflict') return { kind: 'conflict' }
      throw error
    }
  }
}

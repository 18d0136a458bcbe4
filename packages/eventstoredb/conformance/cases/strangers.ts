import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { binaryEvent, type EventStoreDBClient, jsonEvent } from '@eventstore/db-client'
import { NO_STREAM } from '@tidemark/log'
import { batchAppends } from '../../src/append-call.ts'
import { internalsOf } from '../../src/client-internals.ts'
import { type Case, stated } from '../case.ts'
import { append, event, followed, gather, ids, patience } from '../given.ts'

/** Others write to the same server, by mistake even to our streams. */
export const strangerCases: readonly Case[] = [
  stated("other applications' events and the server's own are passed over", async (ground) => {
    const { prefix, start, client, open } = ground
    await client.appendToStream(`other-${prefix}order`, jsonEvent({ type: 'Ordered', data: { n: 1 } }))
    await client.setStreamMetadata(`other-${prefix}order`, { maxCount: 1 })
    await append(open(), `${prefix}a`, NO_STREAM, [event(1)])
    await client.deleteStream(`other-${prefix}order`)
    const ours = await gather(open().readAll({ after: start, streamPrefixes: [prefix] }))
    assert.deepEqual(ids(ours), ['e1'])
    const everybodys = await gather(open().readAll({ after: start }))
    assert.deepEqual(
      everybodys.filter(({ stream }) => stream.startsWith('$')),
      [],
    )
    assert.ok(everybodys.some(({ stream }) => stream === `other-${prefix}order`))
    assert.ok((await open().head()) > (ours[0]?.position ?? start))
  }),

  stated('foreign and malformed events under the prefix are delivered as such, in place', async (ground) => {
    const { prefix, start, client, open } = ground
    const stream = `${prefix}a`
    const foreign = jsonEvent({ id: randomUUID(), type: 'Foreign', data: { n: 1 } })
    const metadata = { tidemark: { id: 'e9', at: 0, by: 'x' } }
    await client.appendToStream(stream, [
      foreign,
      binaryEvent({ id: randomUUID(), type: 'Binary', data: Buffer.from('bytes') }),
      jsonEvent({ type: 'Happened', data: [1], metadata }),
      jsonEvent({ type: 'Happened', data: { n: 2 }, metadata: { tidemark: 'no' } }),
    ])
    await appendText(client, stream, 3, '{"n":')
    await append(open(), stream, 4, [event(5)])
    const ours = { after: start, streamPrefixes: [prefix] }
    const read = await gather(open().readAll(ours))
    assert.deepEqual(
      read.map(({ revision, data, rawData }) => [revision, data, rawData]),
      [
        [0, null, '{"n":1}'],
        [1, null, 'bytes'],
        [2, null, '[1]'],
        [3, null, '{"n":2}'],
        [4, null, '{"n":'],
        [5, { n: 5 }, undefined],
      ],
    )
    assert.deepEqual([read[0]?.id, read[2]?.id], [foreign.id, 'e9'])
    assert.deepEqual(await gather(open().readStream(stream)), read)
    const seen = await followed(open().follow({ ...ours, signal: patience() }), 6)
    assert.deepEqual(seen, ids(read))
  }),
]

/** Writes an event that says it is JSON and is not; the client itself cannot. */
async function appendText(
  client: EventStoreDBClient,
  stream: string,
  expected: number,
  text: string,
): Promise<void> {
  const broken = { uuid: randomUUID(), type: 'Happened', data: text, metadata: text }
  await batchAppends(internalsOf(client))({ stream, expected, events: [broken] }, 10_000)
}

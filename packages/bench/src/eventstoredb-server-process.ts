/** A test server that holds so many events of one workspace, in a process of its own; prints how to connect to it. */

import { eventStoreLog } from '@tidemark/eventstoredb'
import { startTestServer } from '@tidemark/eventstoredb/test-server'
import { type EventLog, NO_STREAM } from '@tidemark/log'
import { tradeOf } from './trade.ts'

const BATCH = 5_000

const movements = Number(process.argv[2])
const server = await startTestServer()
const log = eventStoreLog({ connectionString: server.connectionString })
await fill(log)
await log.close()
console.log(server.connectionString)
process.on('disconnect', () => process.exit())

/** Appends the trade in large batches, whatever the item: only its size matters here. */
async function fill(log: EventLog): Promise<void> {
  let batch = []
  let expectedRevision = NO_STREAM
  for (const { id = '', type = '', ...data } of tradeOf({ movements, seed: 1 })) {
    batch.push({ id, type, data })
    if (batch.length < BATCH) continue
    await log.append([{ stream: 'main.item-all', expectedRevision, events: batch }])
    expectedRevision += BATCH
    batch = []
  }
  if (batch.length > 0) await log.append([{ stream: 'main.item-all', expectedRevision, events: batch }])
}

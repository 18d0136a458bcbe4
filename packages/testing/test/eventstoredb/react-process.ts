/**
 * Answers every sale with an adjustment and every count with a snapshot, until it is killed:
 * `react-process.ts CONNECTION CHECKPOINT`. Prints the id of each event it has dealt with.
 */
import { eventStoreLog } from '@tidemark/eventstoredb'
import { fileCheckpoint, type RecordedEvent } from '@tidemark/log'
import { effectId, openInventory } from 'tidemark'

const [connectionString = '', checkpoint = ''] = process.argv.slice(2)
const inventory = openInventory({ log: eventStoreLog({ connectionString }) })

async function answer(event: RecordedEvent): Promise<void> {
  if (event.type === 'CountPosted') {
    await inventory.snapshots.create({ id: effectId('counts', event).replaceAll('/', '-') })
    return
  }
  await inventory.record({
    id: effectId('sample', event),
    type: 'StockAdjusted',
    occurredAt: String(event.data?.occurredAt),
    item: String(event.data?.item),
    branch: String(event.data?.branch),
    quantity: '-1',
    reason: 'sample',
  })
}

await inventory.processEvents({
  checkpoint: fileCheckpoint(checkpoint),
  types: ['StockSold', 'CountPosted'],
  saveEvery: 7,
  handle: async (event) => {
    await answer(event)
    process.stdout.write(`${event.id}\n`)
  },
})

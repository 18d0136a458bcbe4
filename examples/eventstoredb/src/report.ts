/**
 * A process of its own that reports every sale, and freezes the moment in which something runs low.
 *
 * `node report.ts CHECKPOINT` runs until Ctrl-C. The file remembers how far it is: started again, it goes on from there.
 * It may report a sale twice after a crash; the snapshot is taken once, however often it crashes and however many run.
 */
import { eventStoreLog } from '@tidemark/eventstoredb'
import { fileCheckpoint, type RecordedEvent } from '@tidemark/log'
import { effectId, openInventory } from 'tidemark'
import { connectionString } from './shop.ts'

const LOW = 10

const [file = 'report.position'] = process.argv.slice(2)
const log = eventStoreLog({
  connectionString,
  // Following goes on by itself when the server comes back.
  onState: ({ live }) => console.error(`report: following is ${live}`),
})
const inventory = openInventory({ log })

async function report(sale: RecordedEvent): Promise<void> {
  const { item, branch, occurredAt, quantity } = sale.data ?? {}
  if (typeof item !== 'string' || typeof branch !== 'string' || typeof occurredAt !== 'string') return
  // What was known when this sale was recorded, and nothing of what came since: the same answer whenever it is asked for.
  const view = await inventory.now({ knownThrough: sale })
  const level = view.item(item)?.at(branch)
  if (level === undefined) return
  console.log(`${sale.id}: ${quantity} ${item} sold, ${level.onHand} left, worth ${level.value}`)
  if (Number(level.onHand) !== LOW) return
  const snapshot = await inventory.snapshots.create({
    id: effectId('low', sale),
    name: `${item} runs low`,
    asOf: occurredAt,
  })
  console.log(`snapshot: ${snapshot.name}, ${snapshot.totals.onHand} of everything`)
}

const stop = new AbortController()
process.once('SIGINT', () => stop.abort())
try {
  await inventory.processEvents({
    checkpoint: fileCheckpoint(file),
    types: ['StockSold'],
    handle: report,
    onCaughtUp: () => console.log('caught up'),
    signal: stop.signal,
  })
} catch (error) {
  console.error(`report: ${error instanceof Error ? error.message : error}`)
  process.exitCode = 1
} finally {
  await log.close()
}

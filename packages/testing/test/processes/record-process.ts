/** Records movements one after another into a SQLite log: `record-process.ts LOG COUNT`. */
import { sqliteLog } from '@tidemark/log'
import { openInventory } from 'tidemark'

const [path = '', count = '0'] = process.argv.slice(2)
const inventory = openInventory({ log: await sqliteLog({ path }) })
for (let n = 0; n < Number(count); n++) {
  const item = `I${n % 7}`
  const occurredAt = new Date(Date.parse('2026-01-01T00:00:00Z') + n * 1000)
  await inventory.record({
    id: `S${n}`,
    type: 'StockSold',
    occurredAt,
    item,
    branch: 'A',
    quantity: 1,
    netAmount: 2,
  })
}
await inventory.close()

/**
 * A till: records the opening stock and its sales, one after the other.
 *
 * `node till.ts NAME SALES`, several at the same time if you like. What was recorded before is not recorded again, so a till
 * that was cut off just starts over.
 */
import { eventStoreLog } from '@tidemark/eventstoredb'
import { openInventory } from 'tidemark'
import { connectionString, openingStock, saleOf } from './shop.ts'

const [name = 'till-1', count = '10'] = process.argv.slice(2)
const log = eventStoreLog({ connectionString, timeoutMs: 5_000 })
const inventory = openInventory({ log })
try {
  const { version, problem } = await log.health()
  if (problem !== null) throw new Error(problem.message)
  console.log(`${name}: server ${version}`)
  await inventory.record(openingStock)
  let before = 0
  for (let n = 1; n <= Number(count); n++) {
    const [recorded] = await inventory.record(saleOf(name, n))
    // Acknowledged is durable: now the customer may have the receipt.
    if (recorded?.alreadyRecorded) before++
  }
  console.log(`${name}: ${count} sales, ${before} of them recorded before`)
} catch (error) {
  console.error(`${name}: ${error instanceof Error ? error.message : error}`)
  process.exitCode = 1
} finally {
  await log.close()
}

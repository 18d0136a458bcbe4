/** Imports movements from stdin into a SQLite log and says after every batch how many lines are acknowledged. */
import { sqliteLog } from '@tidemark/log'
import { openInventory } from 'tidemark'

const [path = '', batchSize = ''] = process.argv.slice(2)
const inventory = openInventory({ log: await sqliteLog({ path }) })
await inventory.import(process.stdin, {
  batchSize: Number(batchSize),
  onProgress: ({ imported, alreadyThere }) => process.stdout.write(`${imported + alreadyThere}\n`),
})
await inventory.close()

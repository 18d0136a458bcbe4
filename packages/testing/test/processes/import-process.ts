/** Imports a movement file into a SQLite log and says after every batch how many lines are acknowledged. */
import { createReadStream } from 'node:fs'
import { sqliteLog } from '@tidemark/log'
import { openInventory } from 'tidemark'

const [path = '', file = '', batchSize = ''] = process.argv.slice(2)
const inventory = openInventory({ log: await sqliteLog({ path }) })
await inventory.import(createReadStream(file), {
  batchSize: Number(batchSize),
  onProgress: ({ imported, alreadyThere }) => process.stdout.write(`${imported + alreadyThere}\n`),
})
await inventory.close()
process.stdout.write('done\n')

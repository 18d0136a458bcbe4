/** Imports a movement file into a new log in a process of its own and prints what it took, as JSON. */
import { createReadStream } from 'node:fs'
import { sqliteLog } from '@tidemark/log'
import { openInventory } from 'tidemark'

const [path = '', file = ''] = process.argv.slice(2)
const inventory = openInventory({ log: await sqliteLog({ path }) })
const started = performance.now()
const { imported, refused } = await inventory.import(createReadStream(file))
const ms = performance.now() - started
await inventory.close()
console.log(JSON.stringify({ imported, refused, ms, peakMegabytes: process.resourceUsage().maxRSS / 1024 }))

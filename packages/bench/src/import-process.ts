/**
 * Imports a movement file into a new log in a process of its own and prints what it took, as JSON; with `views`, while
 * views are asked for; with `view`, and what it took until one was there after that.
 */
import { createReadStream } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { sqliteLog } from '@tidemark/log'
import { openInventory } from 'tidemark'

/** As much of the file at a time as the command line reads. */
const READ_BYTES = 1 << 20

const [path = '', file = '', asked = ''] = process.argv.slice(2)
const inventory = openInventory({ log: await sqliteLog({ path }) })
const blocked = monitorEventLoopDelay({ resolution: 5 })
const waits: number[] = []
let importing = true

/** A view as of now, over and over, with a fifth of a second in between. */
async function view(): Promise<void> {
  while (importing) {
    const asked = performance.now()
    const now = await inventory.now().then((view) => view.ready())
    now.each(() => {})
    waits.push(performance.now() - asked)
    await wait(200)
  }
}

blocked.enable()
const viewing = asked === 'views' ? view() : undefined
const started = performance.now()
const { imported, refused } = await inventory.import(createReadStream(file, { highWaterMark: READ_BYTES }))
const ms = performance.now() - started
importing = false
blocked.disable()
const { user, system } = process.cpuUsage()
const { maxRSS } = process.resourceUsage()
await viewing
if (asked === 'view') (await inventory.now()).each(() => {})
const untilViewed = performance.now() - started
await inventory.close()
console.log(
  JSON.stringify({
    imported,
    refused,
    ms,
    cpu: (user + system) / 1000,
    untilViewed,
    peakMegabytes: maxRSS / 1024,
    longestWait: Math.max(0, ...waits),
    longestBlocked: blocked.max / 1e6,
  }),
)

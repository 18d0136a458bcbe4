/** One full view in a process of its own: what it took since the process began, and its memory, as JSON. */
import { sqliteCache, sqliteLog } from '@tidemark/log'
import { openInventory } from 'tidemark'

const [log = '', cache = '', asOf = '', then = ''] = process.argv.slice(2)
const inventory = openInventory({
  log: await sqliteLog({ path: log, readOnly: true }),
  ...(cache === '' ? {} : { cache: sqliteCache({ path: cache }) }),
})
const begun = process.cpuUsage()
const opened = performance.now()
const view = await inventory.asOf(Number(asOf))
const { length: levels } = view.columns()
const viewed = performance.now()
const { user, system } = process.cpuUsage(begun)
if (then === 'read all') for (const item of view.stock.units()) view.stock.facts(item)
const readAll = performance.now()
globalThis.gc?.()
const { rss } = process.memoryUsage()
console.log(
  JSON.stringify({
    levels,
    sinceStart: viewed,
    view: viewed - opened,
    cpu: (user + system) / 1000,
    readAll: readAll - viewed,
    rss,
    peak: process.resourceUsage().maxRSS * 1024,
  }),
)
await inventory.close()

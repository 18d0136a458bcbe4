/** One full view in a process of its own: what it took since the process began, and its memory, as JSON. */
import { sqliteCache, sqliteLog } from '@tidemark/log'
import { openInventory } from 'tidemark'

const [log = '', cache = '', asOf = '', then = ''] = process.argv.slice(2)
// Not awaited: a program in one file is required.
void measure()

async function measure(): Promise<void> {
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
  const items = then === 'read all' ? view.stock.units() : []
  // A slice keeps the facts of all items together: those of one item bring all there are.
  for (const item of items.slice(0, 1)) view.stock.facts(item)
  const loaded = performance.now()
  for (const item of items) view.stock.facts(item)
  const readAll = performance.now()
  globalThis.gc?.()
  const { rss } = process.memoryUsage()
  console.log(
    JSON.stringify({
      levels,
      sinceStart: viewed,
      view: viewed - opened,
      cpu: (user + system) / 1000,
      load: loaded - viewed,
      readAll: readAll - viewed,
      rss,
      peak: process.resourceUsage().maxRSS * 1024,
    }),
  )
  await inventory.close()
}

/** Catches up with a log slowly, in a process of its own, and prints how many events it saw and its peak, as JSON. */
import { setTimeout as pause } from 'node:timers/promises'
import { eventStoreLog } from '@tidemark/eventstoredb'

/** So long the consumer takes over each chunk, in milliseconds: longer than it takes to arrive. */
const SLOW_MS = 200

const log = eventStoreLog({ connectionString: process.argv[2] ?? '' })
const started = performance.now()
let events = 0
for await (const step of log.follow({ streamPrefixes: ['main.'] })) {
  if ('caughtUp' in step) break
  events += step.length
  await pause(SLOW_MS)
}
await log.close()
const ms = performance.now() - started
console.log(JSON.stringify({ events, ms, peakMegabytes: process.resourceUsage().maxRSS / 1024 }))

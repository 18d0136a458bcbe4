import { randomUUID } from 'node:crypto'
import { eventStoreLog } from './src/index.ts'
import { ownConnection } from './conformance/case.ts'
import { writers } from './conformance/soak/writers.ts'
import { write } from './conformance/soak/writer.ts'
import { subscribers } from './conformance/soak/subscribers.ts'
const url = process.argv[2]!
for (const mode of ['own only', 'own, followers', 'shared, one log', 'shared, two logs', 'shared, two logs, followers']) {
  const open = () => eventStoreLog({ connectionString: ownConnection(url) })
  const logs = [open(), open(), open(), open()]
  const prefix = `zz-${randomUUID()}-`
  const stop = new AbortController(), giveUp = new AbortController()
  let n = 0
  const common = { stop: stop.signal, giveUp: giveUp.signal, onRepeat() {}, acknowledge(a: readonly unknown[]) { n += a.length } }
  const after = await logs[0]!.head()
  if (mode.includes('followers')) subscribers(logs.slice(2), prefix, { after, last: new Promise(() => {}), giveUp: giveUp.signal })
  const w = mode.startsWith('own')
    ? Promise.allSettled(Array.from({ length: 12 }, (_, i) => write({ ...common, log: logs[i % 2]!, name: `w${i}`, own: `${prefix}own-${i}`, shared: `${prefix}own-x${i}`, random: (() => { let k = 0; return () => (k++ % 3 === 0 ? 0.9 : 0.5) })() })))
    : writers(mode.includes('two') ? logs.slice(0, 2) : logs.slice(0, 1), prefix, common)
  const cpu = process.cpuUsage(); const t = performance.now()
  setTimeout(() => stop.abort(), 8000)
  await w
  const c = process.cpuUsage(cpu)
  console.log(mode, Math.round(n / ((performance.now() - t) / 1000)), 'events/s', 'client cpu', ((c.user + c.system) / 1e6 / ((performance.now() - t) / 1000)).toFixed(2))
  giveUp.abort()
}
process.exit(0)

/** Does a work under the inspector's profiler in a process of its own and prints what it found, as JSON. */
import { Session } from 'node:inspector/promises'
import { watchGarbage } from './garbage.ts'
import { phases } from './phase.ts'
import { summaryOf } from './summary.ts'
import { works } from './works.ts'

/** Microseconds between two looks. */
const INTERVAL = 500

const [name = '', folder = ''] = process.argv.slice(2)
const work = works[name]
if (work === undefined) throw new Error(`no work called ${name}`)
const session = new Session()
session.connect()
await session.post('Profiler.enable')
await session.post('Profiler.setSamplingInterval', { interval: INTERVAL })
await session.post('Profiler.start')
const garbage = watchGarbage()
const { list, step } = phases()
await work.run(folder, step)
const collected = await garbage()
const { profile } = await session.post('Profiler.stop')
console.log(
  JSON.stringify({
    summary: summaryOf(profile),
    phases: list,
    garbage: collected,
    peak: process.resourceUsage().maxRSS * 1024,
  }),
)

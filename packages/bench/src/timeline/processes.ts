import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { sqliteLog } from '@tidemark/log'
import { type Figure, round } from '../figure.ts'
import { median, timed } from '../stopwatch.ts'
import { lastInstant } from '../trade.ts'
import type { Scene } from './scene.ts'

const run = promisify(execFile)
const program = path.join(import.meta.dirname, 'view-process.ts')

interface Measured {
  readonly sinceStart: number
  readonly view: number
  readonly readAll: number
  readonly rss: number
  readonly peak: number
}

async function measure(scene: Scene, cache: string, asOf: number, then = ''): Promise<Measured> {
  const options = ['--conditions=@tidemark/source', '--expose-gc', '--max-old-space-size=8192']
  const { stdout } = await run(process.execPath, [...options, program, scene.log, cache, String(asOf), then])
  return JSON.parse(stdout)
}

/** Whole processes: from the log, from the cache, and the memory each takes. */
export async function benchProcesses(scene: Scene): Promise<readonly Figure[]> {
  const read = await timed(() => readAndParse(scene))
  const rebuilt = await measure(scene, '', lastInstant)
  await measure(scene, scene.cache, lastInstant)
  const starts: Measured[] = []
  for (const back of [1, 40, 200, 400, 600])
    starts.push(await measure(scene, scene.cache, lastInstant - back * 86_400_000))
  const all = await measure(scene, scene.cache, lastInstant, 'read all')
  const perSecond = (ms: number) => round((scene.movements / ms) * 1000)
  const bytes = (total: number) => round(total / scene.movements)
  const fromCache = all.view + all.readAll
  return [
    {
      name: 'rebuild',
      value: perSecond(rebuilt.view),
      unit: 'movements/s',
      peer: 'reading and parsing the same rows',
      peerValue: perSecond(read.ms),
      ratio: round(read.ms / rebuilt.view),
    },
    {
      name: 'rebuild-from-cache',
      value: perSecond(fromCache),
      unit: 'movements/s',
      peer: 'from the log',
      peerValue: perSecond(rebuilt.view),
      ratio: round(rebuilt.view / fromCache),
    },
    { name: 'cold-start', value: round(median(starts.map(({ sinceStart }) => sinceStart))), unit: 'ms' },
    { name: 'memory', value: bytes(median(starts.map(({ rss }) => rss))), unit: 'bytes/movement' },
    { name: 'memory-rebuilt', value: bytes(rebuilt.rss), unit: 'bytes/movement' },
    { name: 'memory-peak', value: round(rebuilt.peak / 1e6), unit: 'MB' },
  ]
}

async function readAndParse(scene: Scene): Promise<void> {
  const log = await sqliteLog({ path: scene.log, readOnly: true })
  for await (const _ of log.readAll());
  await log.close()
}

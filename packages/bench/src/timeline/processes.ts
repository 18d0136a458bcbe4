import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { type Figure, round } from '../figure.ts'
import { median } from '../stopwatch.ts'
import { lastInstant } from '../trade.ts'
import { bundled } from './bundled.ts'
import type { Scene } from './scene.ts'
import { type Measured, viewInProcess } from './view-in-process.ts'

export const processFigures = ['cold-start', 'cold-start-packages', 'cold-start-command', 'memory'] as const

const run = promisify(execFile)
const DAY = 86_400_000
const DAYS_BACK = [1, 40, 200, 400, 600]
const tidemark = path.resolve(import.meta.dirname, '../../../cli/bin/tidemark.cjs')

/** Processes that start with a cache: until the first exact full view, and the memory they then take. */
export async function benchProcesses(scene: Scene): Promise<readonly Figure[]> {
  const program = await bundled('view-process.ts', path.dirname(scene.log))
  const inOneFile = await starts(scene, program)
  const inPackages = await starts(scene)
  const resident = median(inOneFile.map(({ rss }) => rss))
  return [
    timeOf('cold-start', inOneFile),
    timeOf('cold-start-packages', inPackages),
    { name: 'cold-start-command', value: round(await commandStart(scene)), unit: 'ms' },
    { name: 'memory', value: round(resident / scene.movements), unit: 'bytes/movement' },
  ]
}

function timeOf(name: string, measured: readonly Measured[]): Figure {
  return { name, value: round(median(measured.map(({ sinceStart }) => sinceStart))), unit: 'ms' }
}

async function starts(scene: Scene, program?: string): Promise<readonly Measured[]> {
  const measured: Measured[] = []
  // The first finds nothing compiled, and nothing of the files in memory.
  for (const daysBack of [0, ...DAYS_BACK])
    measured.push(await viewInProcess(scene, scene.cache, lastInstant - daysBack * DAY, { program }))
  return measured.slice(1)
}

/** The whole of a command that draws up totals. */
async function commandStart({ log, cache }: Scene): Promise<number> {
  const took: number[] = []
  for (const daysBack of [0, ...DAYS_BACK]) {
    const asOf = new Date(lastInstant - daysBack * DAY).toISOString()
    const begun = performance.now()
    await run(process.execPath, [tidemark, 'totals', '--log', log, '--cache', cache, '--as-of', asOf])
    took.push(performance.now() - begun)
  }
  return median(took.slice(1))
}

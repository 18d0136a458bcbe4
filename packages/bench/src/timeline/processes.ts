import { type Figure, round } from '../figure.ts'
import { median } from '../stopwatch.ts'
import { lastInstant } from '../trade.ts'
import type { Scene } from './scene.ts'
import { type Measured, viewInProcess } from './view-in-process.ts'

export const processFigures = ['cold-start', 'memory'] as const

const DAY = 86_400_000

/** Processes that start with a cache: until the first exact full view, and the memory they then take. */
export async function benchProcesses(scene: Scene): Promise<readonly Figure[]> {
  await viewInProcess(scene, scene.cache, lastInstant)
  const starts: Measured[] = []
  for (const daysBack of [1, 40, 200, 400, 600])
    starts.push(await viewInProcess(scene, scene.cache, lastInstant - daysBack * DAY))
  const resident = median(starts.map(({ rss }) => rss))
  return [
    { name: 'cold-start', value: round(median(starts.map(({ sinceStart }) => sinceStart))), unit: 'ms' },
    { name: 'memory', value: round(resident / scene.movements), unit: 'bytes/movement' },
  ]
}

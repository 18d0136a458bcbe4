import { type Figure, perSecond, rate, round } from '../figure.ts'
import { foldNaively } from '../peers/naive-fold.ts'
import { readPlainly } from '../peers/plain-reading.ts'
import { timed } from '../stopwatch.ts'
import { lastInstant } from '../trade.ts'
import type { Scene } from './scene.ts'
import { viewInProcess } from './view-in-process.ts'

export const rebuildFigures = [
  'rebuild',
  'rebuild-beside-naive-fold',
  'rebuild-from-cache',
  'rebuild-from-cache-objects',
  'rebuild-memory',
  'rebuild-memory-peak',
] as const

/** From the log to the first full view, in a process of its own; and from a cache that holds every fact. */
export async function benchRebuild(scene: Scene): Promise<readonly Figure[]> {
  const { movements } = scene
  const read = await timed(() => {
    let fields = 0
    readPlainly(scene.log, (_type, data) => {
      if (data.item !== undefined) fields++
    })
    if (fields < movements) throw new Error(`${fields} of ${movements} rows read`)
  })
  const folded = await timed(() => foldNaively(scene.log))
  const rebuilt = await viewInProcess(scene, '', lastInstant)
  if (rebuilt.levels !== folded.result.size)
    throw new Error(`${rebuilt.levels} levels, folded naively ${folded.result.size}`)
  await viewInProcess(scene, scene.cache, lastInstant)
  const kept = await viewInProcess(scene, scene.cache, lastInstant, { readingAll: true })
  const ours = perSecond(movements, rebuilt.view)
  const unit = 'movements/s'
  return [
    {
      ...rate(
        'rebuild',
        ours,
        unit,
        'reading and JSON.parse of the same rows',
        perSecond(movements, read.ms),
      ),
      cpu: round(rebuilt.cpu),
      peerCpu: round(read.cpu),
    },
    {
      ...rate(
        'rebuild-beside-naive-fold',
        ours,
        unit,
        'and a naive fold in plain numbers',
        perSecond(movements, folded.ms),
      ),
      cpu: round(rebuilt.cpu),
      peerCpu: round(folded.cpu),
    },
    rate('rebuild-from-cache', perSecond(movements, kept.view + kept.load), unit, 'from the log', ours),
    rate(
      'rebuild-from-cache-objects',
      perSecond(movements, kept.view + kept.readAll),
      unit,
      'from the log',
      ours,
    ),
    { name: 'rebuild-memory', value: round(rebuilt.rss / movements), unit: 'bytes/movement' },
    { name: 'rebuild-memory-peak', value: round(rebuilt.peak / 1e6), unit: 'MB' },
  ]
}

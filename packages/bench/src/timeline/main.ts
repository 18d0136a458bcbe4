import type { Figure } from '../figure.ts'
import { withFolder } from '../scratch.ts'
import { benchProcesses } from './processes.ts'
import { setScene } from './scene.ts'
import { benchViews } from './views.ts'

/** The figures that are measured over one large log. */
export const timelineFigures = [
  'view',
  'view-known-through',
  'rebuild',
  'rebuild-from-cache',
  'cold-start',
  'memory',
  'late-entry',
  'late-batch',
  'trend',
] as const

/** Any instant of a two-year trade: from the log, from the cache, and after late entries. */
export function benchTimeline(movements: number): Promise<readonly Figure[]> {
  return withFolder(async (folder) => {
    const scene = await setScene(folder, movements)
    return [...(await benchProcesses(scene)), ...(await benchViews(scene))]
  })
}

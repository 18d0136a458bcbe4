import path from 'node:path'
import type { Figure, Skipped } from '../figure.ts'
import { openDuckDb } from '../peers/duckdb.ts'
import { eachEntry } from '../peers/ledger.ts'
import { openSqlite } from '../peers/sqlite.ts'
import { lastInstant } from '../trade.ts'
import { openScene, type Scene } from './scene.ts'
import { measureTrend } from './trend.ts'
import { measureKnownViews, measureReading, measureViews, measureViewsBesideSqlite } from './views.ts'

export const besideFigures = [
  'view',
  'view-known-through',
  'view-levels',
  'view-beside-sqlite',
  'trend',
] as const

const MONTH = 30 * 86_400_000

/** Views and trends beside databases that hold the same movements, in one process; their answers are compared. */
export async function benchBeside(
  scene: Scene,
  isWanted: (figure: string) => boolean,
): Promise<readonly (Figure | Skipped)[]> {
  const inventory = await openScene(scene)
  const folder = path.dirname(scene.log)
  const duckDb = await openDuckDb(path.join(folder, 'duck.db'))
  const monthAgo = new Date(lastInstant - MONTH).toISOString()
  try {
    const now = await inventory.asOf(lastInstant)
    const then = await inventory.asOf(lastInstant, { knownThrough: monthAgo })
    await duckDb?.load((visit) => eachEntry(now.stock, then.stock, visit))
    const figures: (Figure | Skipped)[] = []
    if (isWanted('view')) figures.push(await measureViews(inventory, duckDb))
    if (isWanted('view-known-through'))
      figures.push(await measureKnownViews(inventory, duckDb, monthAgo, then.position))
    if (isWanted('view-levels')) figures.push(await measureReading(inventory))
    if (isWanted('trend')) figures.push(await measureTrend(inventory, duckDb))
    if (isWanted('view-beside-sqlite')) {
      const sqlite = openSqlite(path.join(folder, 'ledger.db'))
      sqlite.load((visit) => eachEntry(now.stock, now.stock, visit))
      figures.push(await measureViewsBesideSqlite(inventory, sqlite))
      sqlite.close()
    }
    return figures
  } finally {
    duckDb?.close()
    await inventory.close()
  }
}

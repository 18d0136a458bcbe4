import path from 'node:path'
import { type SqliteLog, sqliteLog } from '@tidemark/log'
import { toAppends } from '../append.ts'
import { lastInstant, type Movement, tradeOf } from '../trade.ts'

/** A large log on disk, and where its cache belongs. */
export interface Scene {
  readonly movements: number
  readonly log: string
  readonly cache: string
}

/** 10,000 items at 10 branches, whatever the number of movements. */
const ITEMS = 10_000
const BATCH = 10_000

/** Records two years of trade, each movement at about the time it would have been, late ones later. */
export async function setScene(folder: string, movements: number): Promise<Scene> {
  const scene = { movements, log: path.join(folder, 'log.db'), cache: path.join(folder, 'cache.db') }
  let now = 0
  const log = await sqliteLog({ path: scene.log, clock: () => now })
  let batch: Movement[] = []
  for (const movement of tradeOf({ movements, seed: 5, items: ITEMS })) {
    batch.push(movement)
    if (batch.length < BATCH) continue
    now = recordedAfter(batch, now)
    await log.append(toAppends(batch))
    batch = []
  }
  if (batch.length > 0) {
    now = recordedAfter(batch, now)
    await log.append(toAppends(batch))
  }
  await log.close()
  return scene
}

function recordedAfter(batch: readonly Movement[], now: number): number {
  return batch.reduce((latest, { occurredAt = '' }) => Math.max(latest, Date.parse(occurredAt)), now)
}

/** The log of a scene, to be read on. */
export function openLog({ log }: Scene): Promise<SqliteLog> {
  return sqliteLog({ path: log, clock: () => lastInstant })
}

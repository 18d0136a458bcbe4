import { copyFileSync, existsSync } from 'node:fs'
import path from 'node:path'
import { sqliteCache, sqliteLog } from '@tidemark/log'
import { type Inventory, openInventory } from 'tidemark'
import { toAppends } from '../append.ts'
import { definitionsOf, lastInstant, type Movement, tradeOf } from '../trade.ts'

/** A large log on disk, and where its cache belongs. */
export interface Scene {
  readonly movements: number
  readonly log: string
  readonly cache: string
}

/** 10,000 items at 10 branches, whatever the number of movements. */
const ITEMS = 10_000
const BATCH = 10_000

/**
 * Records two years of trade, each movement at about the time it would have been, late ones later. What is kept in a folder
 * of the caller's is recorded there the first time, and copied from there, with its cache where somebody has put one beside it.
 */
export async function setScene(folder: string, movements: number, kept?: string): Promise<Scene> {
  const scene = { movements, log: path.join(folder, 'log.db'), cache: path.join(folder, 'cache.db') }
  const original = kept && path.join(kept, `trade-${movements}.db`)
  if (original === undefined || !existsSync(original)) await recordTrade(scene)
  if (original === undefined) return scene
  if (existsSync(original)) copyFileSync(original, scene.log)
  else copyFileSync(scene.log, original)
  const cached = `${original}.cache`
  if (existsSync(cached)) copyFileSync(cached, scene.cache)
  return scene
}

async function recordTrade(scene: Scene): Promise<void> {
  const { movements } = scene
  let now = 0
  const log = await sqliteLog({ path: scene.log, clock: () => now })
  let batch: Movement[] = []
  const record = async () => {
    now = recordedAfter(batch, now)
    await log.append(toAppends(batch))
    batch = []
  }
  for (const events of [definitionsOf(ITEMS), tradeOf({ movements, seed: 5, items: ITEMS })]) {
    for (const event of events) {
      batch.push(event)
      if (batch.length >= BATCH) await record()
    }
  }
  if (batch.length > 0) await record()
  await log.close()
}

function recordedAfter(batch: readonly Movement[], now: number): number {
  return batch.reduce((latest, { occurredAt = '' }) => Math.max(latest, Date.parse(occurredAt)), now)
}

/** The inventory of a scene with its cache, at the end of its trade. */
export async function openScene({ log, cache }: Scene): Promise<Inventory> {
  return openInventory({
    log: await sqliteLog({ path: log, clock: () => lastInstant }),
    cache: sqliteCache({ path: cache }),
    clock: () => lastInstant,
  })
}

import { existsSync } from 'node:fs'
import path from 'node:path'
import { convert } from '@tidemark/example-online-retail'
import { sqliteCache, sqliteLog } from '@tidemark/log'
import { openInventory } from 'tidemark'
import type { Benchmark, Figure, Skipped } from '../figure.ts'
import { largeFile, linesOf } from '../import.ts'
import { withFolder } from '../scratch.ts'
import { openScene, setScene } from '../timeline/scene.ts'
import { firstPage } from './first-page.ts'
import { positions } from './positions.ts'

const ofPositions = ['console-position', 'console-position-slow', 'console-position-slowest']

/** The console in a real browser: its first page over the large real file, and the time bar over the made-up trade. */
export const consoleInBrowser: Benchmark = {
  figures: ['console-first-page', ...ofPositions],
  async *run(movements, isWanted, kept) {
    if (isWanted('console-first-page')) yield await benchFirstPage()
    if (ofPositions.some(isWanted)) yield* await benchPositions(movements, kept)
  },
}

function benchPositions(movements: number, kept: string | undefined): Promise<readonly Figure[]> {
  return withFolder(async (folder) => {
    const scene = await setScene(folder, movements, kept)
    const inventory = await openScene(scene)
    await inventory.head()
    await inventory.close()
    const { median, slow, slowest } = await positions(scene.log, scene.cache)
    return [
      { name: 'console-position', value: median, unit: 'ms' },
      { name: 'console-position-slow', value: slow, unit: 'ms' },
      { name: 'console-position-slowest', value: slowest, unit: 'ms' },
    ]
  })
}

function benchFirstPage(): Promise<Figure | Skipped> {
  const name = 'console-first-page'
  return withFolder(async (folder) => {
    if (!existsSync(largeFile)) return { name, skipped: 'TIDEMARK_ONLINE_RETAIL names no file' }
    const [log, cache] = [path.join(folder, 'log.db'), path.join(folder, 'cache.db')]
    const inventory = openInventory({
      log: await sqliteLog({ path: log }),
      cache: sqliteCache({ path: cache }),
    })
    await inventory.import(bytesOf((await convert(largeFile)).movements))
    await inventory.head()
    await inventory.close()
    return { name, value: await firstPage(log, cache), unit: 'ms' }
  })
}

async function* bytesOf(movements: AsyncIterable<object>): AsyncGenerator<Uint8Array> {
  for await (const line of linesOf(movements)) yield Buffer.from(line)
}

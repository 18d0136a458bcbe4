import { existsSync } from 'node:fs'
import path from 'node:path'
import { convert } from '@tidemark/example-online-retail'
import { sqliteCache, sqliteLog } from '@tidemark/log'
import { openInventory } from 'tidemark'
import type { Benchmark, Figure, Skipped } from '../figure.ts'
import { largeFile, linesOf } from '../import.ts'
import { withFolder } from '../scratch.ts'
import { openScene, type Scene, setScene } from '../timeline/scene.ts'
import { firstPage } from './first-page.ts'
import { positions } from './positions.ts'

const ofPositions = ['console-position', 'console-position-slow', 'console-position-slowest']

/** The console in a real browser: its first page over the large real file, and the time bar over the made-up trade. */
export const consoleInBrowser: Benchmark = {
  figures: ['console-first-page', ...ofPositions],
  async *run(movements, isWanted) {
    if (isWanted('console-first-page')) yield await benchFirstPage()
    if (ofPositions.some(isWanted)) yield* await benchPositions(movements)
  },
}

/** `TIDEMARK_BENCH_SCENE` names a folder in which the made-up log is kept from run to run: of ten million it takes long. */
function withScene<T>(movements: number, work: (scene: Scene) => Promise<T>): Promise<T> {
  const kept = process.env.TIDEMARK_BENCH_SCENE
  if (kept === undefined) return withFolder(async (folder) => work(await setScene(folder, movements)))
  const scene = { movements, log: path.join(kept, 'log.db'), cache: path.join(kept, 'cache.db') }
  return existsSync(scene.log) ? work(scene) : setScene(kept, movements).then(work)
}

function benchPositions(movements: number): Promise<readonly Figure[]> {
  return withScene(movements, async (scene) => {
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

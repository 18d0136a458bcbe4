import { createReadStream } from 'node:fs'
import path from 'node:path'
import { type SqliteLog, sqliteCache, sqliteLog } from '@tidemark/log'
import { openInventory } from 'tidemark'
import { writeTrade } from '../import.ts'
import { readEveryField } from '../timeline/read-every-field.ts'
import { type Scene, setScene } from '../timeline/scene.ts'
import { viewInProcess } from '../timeline/view-in-process.ts'
import { lastInstant, randomOf } from '../trade.ts'
import type { Step } from './phase.ts'

/** A work to be profiled: made ready in one process, done in another. */
export interface Work {
  prepare(folder: string, movements: number): Promise<void>
  run(folder: string, step: Step): Promise<void>
}

const DAY = 86_400_000
const VIEWS = 20

/** What can be profiled. */
export const works: Readonly<Record<string, Work>> = {
  view: {
    async prepare(folder, movements) {
      const scene = await setScene(folder, movements)
      await viewInProcess(scene, scene.cache, lastInstant)
    },
    async run(folder, step) {
      const { cache } = sceneIn(folder)
      const inventory = openInventory({ log: await logIn(folder), cache: sqliteCache({ path: cache }) })
      const random = randomOf(3)
      const view = async () =>
        readEveryField(await inventory.asOf(Math.floor(lastInstant - random() * 730 * DAY)))
      await step('start from the cache, first view', view)
      await step(`${VIEWS} views`, async () => {
        for (let n = 0; n < VIEWS; n++) await view()
      })
      await inventory.close()
    },
  },
  rebuild: {
    async prepare(folder, movements) {
      await setScene(folder, movements)
    },
    async run(folder, step) {
      const inventory = openInventory({ log: await logIn(folder) })
      const view = await step('read the log, fill the timeline', () => inventory.asOf(lastInstant))
      await step('first view', () => readEveryField(view))
      await step('second view', async () => readEveryField(await inventory.asOf(lastInstant - 400 * DAY)))
      await inventory.close()
    },
  },
  import: {
    prepare: (folder, movements) => writeTrade(fileIn(folder), movements),
    async run(folder, step) {
      const inventory = openInventory({ log: await sqliteLog({ path: path.join(folder, 'log.db') }) })
      await step('import', () =>
        inventory.import(createReadStream(fileIn(folder), { highWaterMark: 1 << 20 })),
      )
      await step('first view', async () => readEveryField(await inventory.asOf(lastInstant)))
      await inventory.close()
    },
  },
}

function sceneIn(folder: string): Pick<Scene, 'log' | 'cache'> {
  return { log: path.join(folder, 'log.db'), cache: path.join(folder, 'cache.db') }
}

function logIn(folder: string): Promise<SqliteLog> {
  return sqliteLog({ path: sceneIn(folder).log, readOnly: true })
}

function fileIn(folder: string): string {
  return path.join(folder, 'trade.jsonl')
}

import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type NewEvent, type StreamAppend, sqliteLog } from '@tidemark/log'
import { type Benchmark, type Figure, perSecond, rate, round } from './figure.ts'
import { withFolder } from './scratch.ts'
import { timed } from './stopwatch.ts'
import { type Movement, tradeOf } from './trade.ts'

const BATCH = 10_000

/** Durable appends into a SQLite log, beside plain inserts of the same text into one table of the same file format. */
export const appending: Benchmark = {
  figures: ['append'],
  run: async (movements) => [await benchAppend(movements)],
}

function benchAppend(movements: number): Promise<Figure> {
  return withFolder(async (folder) => {
    const trade = [...tradeOf({ movements, seed: 1 })]
    const batches = Array.from({ length: Math.ceil(trade.length / BATCH) }, (_, n) =>
      trade.slice(n * BATCH, (n + 1) * BATCH),
    )
    const log = await sqliteLog({ path: path.join(folder, 'log.db') })
    const appends = batches.map(toAppends)
    // One is prepared while the one before it is written, as whoever has many to append does.
    const ours = await timed(async () => {
      let before: Promise<unknown> = Promise.resolve()
      for (const batch of appends) {
        const appending = log.append(batch)
        await before
        before = appending
      }
      await before
    })
    await log.close()
    const plain = await timed(() => insertPlainly(path.join(folder, 'plain.db'), batches))
    const peer = 'plain inserts into one SQLite table'
    return {
      ...rate('append', perSecond(movements, ours.ms), 'events/s', peer, perSecond(movements, plain.ms)),
      cpu: round(ours.cpu),
      peerCpu: round(plain.cpu),
    }
  })
}

/** Movements as appends to the streams of their items. */
export function toAppends(batch: readonly Movement[]): readonly StreamAppend[] {
  const byItem = Map.groupBy(batch, ({ item }) => item ?? '')
  return [...byItem].map(([item, movements]) => ({
    stream: `main.item-${item}`,
    expectedRevision: 'any',
    events: movements.map(({ id = '', type = '', ...data }): NewEvent => ({ id, type, data })),
  }))
}

function insertPlainly(file: string, batches: readonly (readonly Movement[])[]): void {
  const database = new DatabaseSync(file)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
  database.exec('CREATE TABLE movement (position INTEGER PRIMARY KEY, item TEXT, id TEXT, data TEXT)')
  const insert = database.prepare('INSERT INTO movement (item, id, data) VALUES (?, ?, ?)')
  for (const batch of batches) {
    database.exec('BEGIN')
    for (const movement of batch) insert.run(movement.item ?? '', movement.id ?? '', JSON.stringify(movement))
    database.exec('COMMIT')
  }
  database.close()
}

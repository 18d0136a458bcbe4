import { createReadStream, createWriteStream } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sqliteLog } from '@tidemark/log'
import { openInventory } from 'tidemark'
import { type Figure, rate, time } from './figure.ts'
import { withFolder } from './scratch.ts'
import { median, timed } from './stopwatch.ts'
import { lastInstant, type Movement, randomOf, tradeOf } from './trade.ts'

/** Reading, decoding and folding a whole log, and full views at random instants, beside doing without. */
export function benchReplay(movements: number): Promise<readonly Figure[]> {
  return withFolder(async (folder) => {
    const file = path.join(folder, 'log.db')
    const trade = [...tradeOf({ movements, seed: 2 })]
    await importTrade(folder, file, trade)
    const texts = trade.map((movement) => JSON.stringify(movement))
    const parsed = await timed(() =>
      texts.reduce((sum, text) => sum + Object.keys(JSON.parse(text)).length, 0),
    )

    const inventory = openInventory({ log: await sqliteLog({ path: file }) })
    const replayed = await timed(async () => {
      const view = await inventory.asOf(lastInstant)
      view.each(() => {})
    })
    const instants = randomInstants(20)
    const views: number[] = []
    for (const instant of instants) {
      views.push((await timed(async () => (await inventory.asOf(instant)).each(() => {}))).ms)
    }
    const queries = queryPlainly(trade, instants)
    await inventory.close()
    const perSecond = (ms: number) => (movements / ms) * 1000
    return [
      rate(
        'replay',
        perSecond(replayed.ms),
        'events/s',
        'JSON.parse of the same events in memory',
        perSecond(parsed.ms),
      ),
      time(
        'view',
        median(views),
        'SQLite sum of quantities alone, by item and branch, indexed by time',
        median(queries),
      ),
    ]
  })
}

async function importTrade(folder: string, file: string, trade: readonly Movement[]): Promise<void> {
  const lines = path.join(folder, 'trade.jsonl')
  await pipeline(
    Readable.from(trade.map((movement) => `${JSON.stringify(movement)}\n`)),
    createWriteStream(lines),
  )
  const inventory = openInventory({ log: await sqliteLog({ path: file }) })
  const { refused } = await inventory.import(createReadStream(lines))
  if (refused > 0) throw new Error(`${refused} movements refused`)
  await inventory.close()
}

function randomInstants(count: number): readonly number[] {
  const random = randomOf(3)
  const start = lastInstant - 731 * 86_400_000
  return Array.from({ length: count }, () => Math.floor(start + random() * (lastInstant - start)))
}

/** What one would write without a library: quantities only, no costs, dates or corrections. */
function queryPlainly(trade: readonly Movement[], instants: readonly number[]): readonly number[] {
  const database = new DatabaseSync(':memory:')
  database.exec('CREATE TABLE movement (item TEXT, branch TEXT, at INTEGER, quantity INTEGER)')
  const insert = database.prepare('INSERT INTO movement VALUES (?, ?, ?, ?)')
  database.exec('BEGIN')
  for (const { item = '', branch = '', occurredAt = '', type, quantity } of trade) {
    insert.run(item, branch, Date.parse(occurredAt), (type === 'StockSold' ? -1 : 1) * Number(quantity))
  }
  database.exec('COMMIT; CREATE INDEX by_time ON movement (at, item, branch, quantity)')
  const sum = database.prepare(
    'SELECT item, branch, SUM(quantity) FROM movement WHERE at <= ? GROUP BY item, branch',
  )
  const times = instants.map((instant) => {
    const started = performance.now()
    sum.all(instant)
    return performance.now() - started
  })
  database.close()
  return times
}

import { createReadStream, createWriteStream } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sqliteLog } from '@tidemark/log'
import { openInventory } from 'tidemark'
import { type Figure, rate } from './figure.ts'
import { withFolder } from './scratch.ts'
import { timed } from './stopwatch.ts'
import { lastInstant, type Movement, tradeOf } from './trade.ts'

/** Reading, decoding and folding a whole log, beside reading its JSON alone. */
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

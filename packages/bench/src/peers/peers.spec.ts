import path from 'node:path'
import { memoryLog } from '@tidemark/log'
import { openInventory } from 'tidemark'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { toAppends } from '../append.ts'
import { newFolder, removeFolder } from '../scratch.ts'
import { lastInstant, tradeOf } from '../trade.ts'
import { assertEqual, balancesOf } from './balance.ts'
import { openDuckDb } from './duckdb.ts'
import { eachEntry } from './ledger.ts'
import { openSqlite } from './sqlite.ts'

const DAY = 86_400_000
const folder = newFolder()
afterAll(() => removeFolder(folder))

/** A small trade; every twentieth movement is recorded a day after its end. */
async function smallTrade() {
  let now = lastInstant
  const log = memoryLog({ clock: () => now })
  const trade = [...tradeOf({ movements: 3000, seed: 7, items: 20 })]
  const late = trade.filter((_, n) => n % 20 === 0)
  await log.append(toAppends(trade.filter((_, n) => n % 20 !== 0)))
  now += DAY
  await log.append(toAppends(late))
  const inventory = openInventory({ log, clock: () => now })
  const view = await inventory.asOf(lastInstant)
  const then = await inventory.asOf(lastInstant, { knownThrough: new Date(lastInstant).toISOString() })
  return { inventory, view, then }
}

const instants = [lastInstant, lastInstant - 200 * DAY, lastInstant - 600 * DAY]

describe('a ledger of what each movement changed', () => {
  let trade: Awaited<ReturnType<typeof smallTrade>>
  beforeAll(async () => {
    trade = await smallTrade()
  })

  it.each(instants)('adds up to the view as of %d in SQLite', async (asOf) => {
    const sqlite = openSqlite(path.join(folder, `sqlite-${asOf}.db`))
    sqlite.load((visit) => eachEntry(trade.view.stock, trade.view.stock, visit))
    assertEqual('SQLite', sqlite.balances(asOf), balancesOf(await trade.inventory.asOf(asOf)))
    sqlite.close()
  })

  it.for(instants)(
    'adds up to the view as of %d in DuckDB, as known now and then',
    async (asOf, { skip }) => {
      const duckDb = await openDuckDb(path.join(folder, `duck-${asOf}.db`))
      if (duckDb === null) return skip('DuckDB has no binary for this machine')
      await duckDb.load((visit) => eachEntry(trade.view.stock, trade.then.stock, visit))
      const { inventory, then } = trade
      const ours = balancesOf(await inventory.asOf(asOf))
      const ourThen = balancesOf(
        await inventory.asOf(asOf, { knownThrough: new Date(lastInstant).toISOString() }),
      )
      assertEqual('DuckDB', (await duckDb.balances(asOf)).balances, ours)
      const known = await duckDb.balancesKnown(asOf, then.position)
      assertEqual('DuckDB', known.balances, ourThen)
      expect(() => assertEqual('DuckDB', known.balances, ours)).toThrow(/^DuckDB/)
      duckDb.close()
    },
  )
})

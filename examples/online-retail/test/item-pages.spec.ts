import { readFileSync } from 'node:fs'
import path from 'node:path'
import { memoryLog } from '@tidemark/log'
import { Decimal, type Inventory, openInventory } from 'tidemark'
import { beforeAll, expect, it } from 'vitest'
import { convert } from '../src/convert.ts'
import { itemPages } from '../src/item-pages.ts'
import type { Movement } from '../src/movement.ts'
import { dataFile } from '../src/paths.ts'

const docs = path.resolve(import.meta.dirname, '../../../docs/item-page.md')

const BEGIN = '<!-- pages: begin -->'
const END = '<!-- pages: end -->'

const items = ['85123A', '22149', '23084']
const instants = ['2010-12-15T12:00:00Z', '2011-07-14T12:00:00Z', '2011-11-30T12:00:00Z']

const movements: Movement[] = []
let inventory: Inventory

beforeAll(async () => {
  const converted = await convert(dataFile)
  for await (const movement of converted.movements) movements.push(movement)
  inventory = openInventory({ log: memoryLog() })
  const { refused } = await inventory.import(lines())
  expect(refused).toBe(0)
}, 120_000)

async function* lines(): AsyncGenerator<Uint8Array> {
  for (const movement of movements) yield Buffer.from(`${JSON.stringify(movement)}\n`)
}

// Written anew by `vitest run -u` when the page or the data change.
it('the documentation shows the page of three items at three instants as it is', async () => {
  const text = readFileSync(docs, 'utf8')
  const [before, ...rest] = text.split(BEGIN)
  const after = rest.join(BEGIN).split(END).at(-1)
  const pages = await itemPages(inventory, items, instants)
  await expect(`${before}${BEGIN}\n\n${pages}\n${END}${after}`).toMatchFileSnapshot(docs)
})

const londonDays = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/London',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
})

/** The month of a time in London: `2011-07`. */
function londonMonth(instant: string): string {
  return londonDays.format(new Date(instant)).slice(0, 7)
}

it.each(items.flatMap((item) => instants.map((asOf) => [item, asOf] as const)))(
  'the sales of %s as of %s are those of its movements',
  async (item, asOf) => {
    const { sales } = await inventory.itemSnapshot(item, { branch: 'UK', asOf })
    const now = londonMonth(asOf)
    const sumOf = (isIn: (month: string) => boolean) => {
      const within = movements.filter((movement) => {
        return (
          'item' in movement && movement.item === item && Date.parse(movement.occurredAt) <= Date.parse(asOf)
        )
      })
      const amounts = within.map((movement) => {
        if (!('netAmount' in movement) || !isIn(londonMonth(movement.occurredAt))) return 0
        return movement.type === 'StockSold' ? movement.netAmount : new Decimal(movement.netAmount).neg()
      })
      return Decimal.sum(0, ...amounts).toFixed()
    }
    expect(sales.currentMonth.sales).toBe(sumOf((month) => month === now))
    expect(sales.currentYear.sales).toBe(sumOf((month) => month.slice(0, 4) === now.slice(0, 4)))
    expect(sales.lastYear.sales).toBe(
      sumOf((month) => Number(month.slice(0, 4)) === Number(now.slice(0, 4)) - 1),
    )
  },
)

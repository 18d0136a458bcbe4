import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { memoryLog } from '@tidemark/log'
import { Decimal, type Inventory, openInventory } from 'tidemark'
import { beforeAll, describe, expect, it } from 'vitest'
import { movementFile, movements } from '../src/movements.ts'

const run = promisify(execFile)
const END = '2006-05-01T00:00:00Z'

let events: readonly object[] = []
let inventory: Inventory

beforeAll(async () => {
  events = await movements()
  inventory = openInventory({ log: memoryLog() })
  const report = await inventory.import(fileOf(events), { history: true })
  expect(report).toEqual({ imported: 45 + 55 + 102, alreadyThere: 0, refused: 0 })
}, 60_000)

async function* fileOf(lines: readonly object[]) {
  yield Buffer.from(textOf(lines))
}

function textOf(lines: readonly object[]): string {
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}

function ofType(type: string): readonly object[] {
  return events.filter((event) => Reflect.get(event, 'type') === type)
}

function sumOf(rows: readonly object[], field: string): string {
  return Decimal.sum(0, ...rows.map((row) => new Decimal(String(Reflect.get(row, field))))).toFixed()
}

describe('the movement file', () => {
  it('is the one that is shipped', () => {
    expect(textOf(events)).toBe(readFileSync(movementFile, 'utf8'))
  })

  it('has 43 receipts of 3,550 units, 49 sales of 2,487 units, 10 holds of 578 units', () => {
    const receipts = ofType('StockReceived')
    expect([receipts.length, sumOf(receipts, 'quantity')]).toEqual([43, '3550'])
    const [sales, holds] = [ofType('StockSold'), ofType('StockReserved')]
    expect([sales.length, sumOf(sales, 'quantity')]).toEqual([49, '2487'])
    expect([holds.length, sumOf(holds, 'quantity')]).toEqual([10, '578'])
  })
})

describe('the inventory of the trader', () => {
  it('ends with 1,063 on hand and 485 available', async () => {
    const rows = [...(await inventory.asOf(END)).availability()]
    expect(sumOf(rows, 'onHand')).toBe('1063')
    expect(sumOf(rows, 'reserved')).toBe('578')
    expect(sumOf(rows, 'available')).toBe('485')
    expect(sumOf(rows, 'unallocated')).toBe('485')
  })

  it('ordered goods for 77,921 and received some for 59,130', async () => {
    const orders = (await inventory.asOf(END)).orders()
    const amount = orders.reduce(
      (sum, { ordered, unitCost }) => sum.plus(new Decimal(ordered).times(unitCost ?? 0)),
      new Decimal(0),
    )
    expect(amount.toFixed()).toBe('77921')
    const comparison = inventory.compare(
      await inventory.asOf('2006-01-01T00:00:00Z'),
      await inventory.asOf(END),
    )
    const receipts = comparison.bridge.find(({ kind }) => kind === 'receipt')
    expect([receipts?.quantity, receipts?.value]).toEqual(['3550', '59130'])
  })

  it('has an order line for every row, every receipt against its own, and none received over', async () => {
    const orders = (await inventory.asOf(END)).orders()
    expect(orders).toHaveLength(55)
    expect(orders.every(({ status, over }) => status !== null && over === '0')).toBe(true)
    expect(sumOf(orders, 'received')).toBe('3550')
  })

  it('is still waiting for what was ordered and not received; what is only submitted is no order yet', async () => {
    const view = await inventory.asOf(END)
    const open = view.orders({ open: true })
    expect([open.length, sumOf(open, 'onOrder')]).toEqual([8, '471'])
    expect(sumOf([...view.levels()], 'onOrder')).toBe('471')
    expect(view.orders({ status: 'draft' }).map(({ purchaseOrder }) => purchaseOrder)).toEqual([
      '146',
      '146',
      '147',
      '148',
    ])
  })

  it('should order what its minimum asks for', async () => {
    for (const { item, minimum, maximum, available, onOrder, suggested } of (
      await inventory.asOf(END)
    ).reorder()) {
      const expected = new Decimal(available).plus(onOrder)
      expect(expected.lt(minimum), item).toBe(true)
      expect(expected.plus(suggested).toFixed()).toBe(maximum)
    }
  })

  it('had goods in January that it came to know of in March', async () => {
    const onHand = async (knownThrough: string) =>
      (await inventory.asOf('2006-02-01T00:00:00Z', { knownThrough })).totals()[0]?.onHand
    expect(await onHand('2006-03-22T00:00:00Z')).toBe('0')
    expect(await onHand(END)).not.toBe('0')
  })

  it('shows where goods were sold before the day they are said to have come', async () => {
    const view = await inventory.asOf(END)
    const short = view.stock
      .units()
      .filter((item) => view.explain(item).some(({ onHand }) => onHand.startsWith('-')))
    expect(short).toEqual(['NWTB-34', 'NWTBGM-19', 'NWTD-72', 'NWTP-57', 'NWTS-8', 'NWTSO-41'])
  })
})

it('the program says so', { timeout: 60_000 }, async () => {
  const main = path.resolve(import.meta.dirname, '../src/main.ts')
  const { stdout, stderr } = await run('node', ['--conditions=@tidemark/source', main])
  expect(stderr).toBe('')
  expect(stdout).toContain('On hand 1063, worth 20400; available 485')
})

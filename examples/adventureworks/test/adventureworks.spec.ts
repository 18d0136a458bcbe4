import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { memoryLog } from '@tidemark/log'
import { Decimal, type Inventory, openInventory } from 'tidemark'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { counts, purchases } from '../src/movements.ts'

const run = promisify(execFile)
const END = '2026-01-01T00:00:00Z'
const LINES = 8845

let inventory: Inventory

// The first question replays four years.
vi.setConfig({ testTimeout: 60_000 })

beforeAll(async () => {
  inventory = openInventory({ log: memoryLog() })
  // Each line is ordered and received; 563 have rejects; 8,169 are complete and 142 rejected.
  const lines = await inventory.importEvents(purchases())
  expect(lines).toEqual({ imported: 2 * LINES + 563 + 8169 + 142, alreadyThere: 0, refused: 0 })
  expect(await inventory.importEvents(counts())).toEqual({ imported: 1069, alreadyThere: 0, refused: 0 })
}, 120_000)

function sumOf<Row>(rows: readonly Row[], of: (row: Row) => string | undefined): string {
  return rows.reduce((sum, row) => sum.plus(of(row) ?? 0), new Decimal(0)).toFixed()
}

describe('four years of purchasing', () => {
  it('received 2,327,299, rejected 72,700 and kept 2,254,599', async () => {
    const end = await inventory.asOf(END)
    const { bridge } = inventory.compare(await inventory.asOf('2022-01-01T00:00:00Z'), end)
    const line = (kind: string) => bridge.find((found) => found.kind === kind)
    expect(line('receipt')?.quantity).toBe('2327299')
    expect(line('receipt')?.value).toBe('63240545.844')
    expect(line('supplier-return')?.quantity).toBe('-72700')
    expect(line('closing')?.quantity).toBe('2254599')
    expect(end.totals()[0]).toMatchObject({ onHand: '2254599', items: 432 })
    expect(end.totals({ by: ['branch'] }).find(({ branch }) => branch === 'receiving')).toMatchObject({
      onHand: '2254599',
      items: 265,
    })
  })

  it('has 8,845 order lines, 380 received short and none over, each with its own receipt', async () => {
    const orders = (await inventory.asOf(END)).orders()
    expect(orders).toHaveLength(LINES)
    expect(sumOf(orders, ({ received }) => received)).toBe('2327299')
    expect(orders.filter(({ ordered, received }) => Number(received) < Number(ordered))).toHaveLength(380)
    expect(orders.filter(({ over }) => over !== '0')).toEqual([])
  })

  it('counts short lines as short once they are closed, and as on order before', async () => {
    const view = await inventory.asOf(END)
    const orders = view.orders()
    expect(orders.filter(({ short }) => short !== '0')).toHaveLength(355 + 1)
    expect(view.orders({ open: true })).toHaveLength(21 + 3)
    const missing = new Decimal(sumOf(orders, ({ short }) => short)).plus(
      sumOf(orders, ({ onOrder }) => onOrder),
    )
    expect(missing.toFixed()).toBe(String(2348637 - 2327299))
  })

  it('was waiting for everything ordered between the day of the order and that of its delivery', async () => {
    // The first four orders are of 15 April 2022, and came on the 24th.
    const onOrder = async (asOf: string) =>
      sumOf([...(await inventory.asOf(asOf)).levels()], (row) => row.onOrder)
    expect(await onOrder('2022-04-14T12:00:00Z')).toBe('0')
    const orders = (await inventory.asOf('2022-04-20T12:00:00Z')).orders()
    expect(await onOrder('2022-04-20T12:00:00Z')).toBe(sumOf(orders, ({ ordered }) => ordered))
  })
})

describe('the counts', () => {
  it('are entries at fourteen locations, which move nothing until they are posted', async () => {
    const branches = (await inventory.asOf(END)).totals({ by: ['branch'] }).map(({ branch }) => branch ?? '')
    const locations = branches.filter((branch) => branch !== 'receiving')
    expect(locations).toHaveLength(14)
    const sheets = await Promise.all(locations.map((branch) => inventory.counts.sheet({ branch, asOf: END })))
    expect(sumOf(sheets, ({ totals }) => String(totals.counted))).toBe('1069')
    expect(sumOf(sheets, ({ totals }) => totals.gainQuantity)).toBe('335974')
    expect(sumOf(sheets, ({ totals }) => totals.lossQuantity)).toBe('0')
  })
})

it('the program says so', { timeout: 120_000 }, async () => {
  const main = path.resolve(import.meta.dirname, '../src/main.ts')
  const { stdout, stderr } = await run('node', ['--conditions=@tidemark/source', main])
  expect(stderr).toBe('')
  expect(stdout).toMatch(/Closing +2254599/)
})

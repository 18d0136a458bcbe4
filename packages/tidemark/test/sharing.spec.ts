import { memoryLog } from '@tidemark/log'
import fc from 'fast-check'
import {
  type Grouping,
  type Inventory,
  mergeDigests,
  mergeLevels,
  mergeTotals,
  openInventory,
} from 'tidemark'
import { describe, expect, it } from 'vitest'

const asOf = '2025-03-31T22:59:59.999Z'

/** An inventory of some items at two branches, and the same log opened by several readers. */
async function shared(items: readonly string[], of: number) {
  const log = memoryLog()
  const whole = openInventory({ log })
  await whole.record(
    items.flatMap((item, n) => [
      { id: 'D', type: 'ItemDefined' as const, occurredAt: '2025-02-01T00:00Z', item, group: `G${n % 3}` },
      ...['north', 'south'].map((branch, at) => ({
        id: `R${at}`,
        type: 'StockReceived' as const,
        occurredAt: '2025-03-01T09:00Z',
        item,
        branch,
        quantity: String(n + 1),
        unitCost: '1.234567',
      })),
    ]),
  )
  await whole.record({
    id: 'B',
    type: 'BranchDefined',
    occurredAt: '2025-02-01T00:00Z',
    branch: 'north',
    name: 'North',
  })
  const readers = Array.from({ length: of }, (_, index) => openInventory({ log, share: { index, of } }))
  return { log, whole, readers }
}

const viewsOf = (readers: readonly Inventory[]) => Promise.all(readers.map((reader) => reader.asOf(asOf)))

describe('inventories that each hold a share of the items', () => {
  it('make up the whole: levels, totals by anything, digest', async () => {
    const parts = fc.record({
      items: fc.uniqueArray(
        fc.string({ minLength: 1, maxLength: 6 }).map((text) => `I${text.trim()}`),
        { maxLength: 30 },
      ),
      of: fc.integer({ min: 1, max: 9 }),
      by: fc.subarray<Grouping>(['branch', 'group', 'item']),
    })
    await fc.assert(
      fc.asyncProperty(parts, async ({ items, of, by }) => {
        const { whole, readers } = await shared(items, of)
        const view = await whole.asOf(asOf)
        const views = await viewsOf(readers)
        expect([...mergeLevels(views.map((one) => one.levels()))]).toEqual([...view.levels()])
        expect(
          mergeTotals(
            views.map((one) => one.totals({ by })),
            by,
          ),
        ).toEqual(view.totals({ by }))
        expect(mergeDigests(views.map((one) => one.digest()))).toEqual(view.digest())
      }),
      { numRuns: 40 },
    )
  })

  it('add up to more than may be recorded', () => {
    const share = [{ onHand: '1', value: '600000000000', items: 1 }]
    expect(mergeTotals([share, share])).toEqual([{ onHand: '2', value: '1200000000000', items: 2 }])
    const merged = mergeTotals([share, share])
    expect(mergeTotals([merged, merged])).toEqual([{ onHand: '4', value: '2400000000000', items: 4 }])
  })

  it('know the same moment of knowledge, and what concerns no item', async () => {
    const { whole, readers } = await shared(['tea', 'milk', 'salt'], 2)
    const [point] = await Promise.all([whole.head()])
    await whole.record({
      id: 'late',
      type: 'StockSold',
      occurredAt: '2025-03-02T00:00Z',
      item: 'tea',
      branch: 'north',
      quantity: '1',
      netAmount: '3',
    })
    const knownThrough = point.lastEvent ?? undefined
    const before = await whole.asOf(asOf, { knownThrough })
    const views = await Promise.all(readers.map((reader) => reader.asOf(asOf, { knownThrough })))
    expect(mergeDigests(views.map((one) => one.digest()))).toEqual(before.digest())
    expect(views.map((view) => view.branch('north').name)).toEqual(['North', 'North'])
  })

  it('never answer for an item of another share', async () => {
    const { readers } = await shared(['tea'], 2)
    const [first, second] = await viewsOf(readers)
    const outside = [first, second].find((view) => [...(view?.levels() ?? [])].length === 0)
    const refused = expect.objectContaining({ code: 'OUTSIDE_SHARE' })
    expect(() => outside?.item('tea')).toThrow(refused)
    expect(() => outside?.explain('tea')).toThrow(refused)
    expect(() => [...(outside?.levels({ item: 'tea' }) ?? [])]).toThrow(refused)
    expect(() =>
      outside?.with([{ id: 'C', type: 'CountPosted', occurredAt: asOf, item: 'tea', branch: 'north' }]),
    ).toThrow(refused)
  })

  it('freeze nothing, and judge no movement of another share', async () => {
    const { whole, readers } = await shared(['tea'], 2)
    await whole.record({ id: 'P', type: 'PeriodClosed', occurredAt: asOf, through: '2025-02-15T00:00Z' })
    const sale = (id: string) => ({
      id,
      type: 'StockSold' as const,
      occurredAt: '2025-03-05T00:00Z',
      item: 'tea',
      branch: 'north',
      quantity: '1',
      netAmount: '3',
    })
    const outcomes = await Promise.allSettled(readers.map((reader, n) => reader.record(sale(`S${n}`))))
    const refusals = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))
    expect(refusals).toEqual(['OUTSIDE_SHARE'])
    for (const reader of readers) {
      await expect(reader.snapshots.create()).rejects.toMatchObject({ code: 'OUTSIDE_SHARE' })
    }
  })

  it('are refused when the share is none', () => {
    const log = memoryLog()
    for (const share of [
      { index: 0, of: 0 },
      { index: 2, of: 2 },
      { index: -1, of: 2 },
      { index: 0.5, of: 2 },
      { index: 0, of: 257 },
    ]) {
      expect(() => openInventory({ log, share })).toThrow(expect.objectContaining({ code: 'INVALID_SHARE' }))
    }
  })
})

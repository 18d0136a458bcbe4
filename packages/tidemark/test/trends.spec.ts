import { describe, expect, it } from 'vitest'
import { endOfMonth, type TrendRow } from '../src/index.ts'
import { event, openTrade, received, sold } from './trade.ts'

const code = (expected: string) => expect.objectContaining({ code: expected })
const year = { from: '2027-01-01T00:00Z', to: '2027-12-31T23:59:59.999Z' }

/** Tea and mugs in the first quarter. */
async function quarter() {
  const { inventory } = openTrade()
  const define = (item: string, id: string, at: string, group: string) =>
    event('ItemDefined', id, at, { item, branch: undefined, group })
  await inventory.record([
    define('tea', 'D1', '2026-12-01T00:00Z', 'drinks'),
    define('mug', 'D1', '2026-12-01T00:00Z', 'drinks'),
    received('R1', '2026-12-20T09:00Z', '10', '10'),
    sold('S1', '2027-01-10T09:00Z', '4', '80'),
    received('R2', '2027-01-12T09:00Z', '2', '5', { item: 'mug', branch: 'south' }),
    sold('S2', '2027-02-03T09:00Z', '3', '45'),
    event('StockReturnedByCustomer', 'B1', '2027-02-05T09:00Z', {
      quantity: '1',
      netAmount: '20',
      sale: 'S1',
    }),
    define('mug', 'D2', '2027-03-01T00:00Z', 'crockery'),
    sold('S3', '2027-03-09T09:00Z', '2', '8', { item: 'mug', branch: 'south' }),
  ])
  return inventory
}

const figures = ({ onHand, value, sales, costOfSales, grossMargin, turns, daysOfCover }: TrendRow) =>
  [onHand, value, sales, costOfSales, grossMargin, turns, daysOfCover]
    .map((figure) => figure ?? '-')
    .join(' ')

describe('a trend', () => {
  it('has on hand, value, sales, margin, turns and days of cover at the end of each month', async () => {
    const inventory = await quarter()
    const { rows, zone } = await inventory.trend({
      ...year,
      to: '2027-03-31T23:59:59.999Z',
      every: 'month-end',
    })
    expect(zone).toBe('UTC')
    expect(rows.map(({ from, asOf, days }) => [from, asOf, days])).toEqual([
      ['2027-01-01T00:00:00.000Z', '2027-01-31T23:59:59.999Z', 31],
      ['2027-02-01T00:00:00.000Z', '2027-02-28T23:59:59.999Z', 28],
      ['2027-03-01T00:00:00.000Z', '2027-03-31T23:59:59.999Z', 31],
    ])
    expect(rows.map(figures)).toEqual([
      // Cost 40 of a mean of (100 + 70) / 2: 40 x 365 / 31 / 85 turns; 70 last 70 x 31 / 40 days.
      '8 70 80 40 50 5.540797 54.25',
      // 30 sold and 10 come back: 20 of a mean of (70 + 50) / 2.
      '6 50 25 20 20 4.345238 70',
      // Two mugs of 5 for 4 each: a loss.
      '4 40 8 10 -25 2.616487 124',
    ])
  })

  it('is drawn up by branch, item or group, each as it was at the end of the period', async () => {
    const inventory = await quarter()
    const by = async (...by: NonNullable<Parameters<typeof inventory.trend>[0]['by']>) => {
      const { rows } = await inventory.trend({
        from: '2027-02-01T00:00Z',
        to: '2027-03-31T23:59:59.999Z',
        every: 'month-end',
        by,
      })
      return rows.map((row) => [row.asOf.slice(0, 7), ...by.map((one) => row[one]), figures(row)])
    }
    expect(await by('branch')).toEqual([
      ['2027-02', 'north', '4 40 25 20 20 5.214286 56'],
      ['2027-02', 'south', '2 10 0 0 - 0 -'],
      ['2027-03', 'north', '4 40 0 0 - 0 -'],
      ['2027-03', 'south', '0 0 8 10 -25 23.548387 0'],
    ])
    expect(await by('group')).toEqual([
      ['2027-02', 'drinks', '6 50 25 20 20 4.345238 70'],
      ['2027-03', 'crockery', '0 0 8 10 -25 23.548387 0'],
      ['2027-03', 'drinks', '4 40 0 0 - 0 -'],
    ])
    expect((await by('item', 'branch')).map((row) => row.slice(0, 3))).toEqual([
      ['2027-02', 'mug', 'south'],
      ['2027-02', 'tea', 'north'],
      ['2027-03', 'mug', 'south'],
      ['2027-03', 'tea', 'north'],
    ])
  })

  it('says nothing of margin, turns and cover where there is nothing to divide by', async () => {
    const { inventory } = openTrade()
    await inventory.record(received('R1', '2027-01-05T09:00Z', '0.000001', '0'))
    const { rows } = await inventory.trend({ ...year, to: '2027-01-31T23:59:59.999Z', every: 'month-end' })
    expect(rows.map(figures)).toEqual(['0.000001 0 0 0 - - -'])
  })

  it.each([
    ['day', 365, '2027-01-01T22:59:59.999Z'],
    ['week', 52, '2027-01-03T22:59:59.999Z'],
    ['month-end', 12, '2027-01-31T22:59:59.999Z'],
    ['quarter-end', 4, '2027-03-31T21:59:59.999Z'],
    ['year-end', 1, '2027-12-31T22:59:59.999Z'],
  ] as const)('has a point at the end of every %s in the zone', async (every, points, first) => {
    const inventory = await quarter()
    const { rows } = await inventory.trend({ ...year, every, zone: 'Europe/Berlin' })
    expect([rows.length, rows[0]?.asOf]).toEqual([points, first])
    // One follows the other without a gap, across the changes of the clocks.
    for (const [index, { from }] of rows.entries()) {
      const before = rows[index - 1]
      if (before !== undefined) expect(Date.parse(from)).toBe(Date.parse(before.asOf) + 1)
    }
  })

  it('knows days that a zone left out and days that were longer', async () => {
    const { inventory } = openTrade()
    await inventory.record(received('R1', '2011-12-01T09:00Z', '1', '1'))
    const days = await inventory.trend({
      from: '2011-12-28T00:00-10:00',
      to: '2012-01-01T00:00+14:00',
      every: 'day',
      zone: 'Pacific/Apia',
    })
    expect(days.rows.map(({ from }) => from)).toEqual([
      '2011-12-28T10:00:00.000Z',
      '2011-12-29T10:00:00.000Z',
      '2011-12-30T10:00:00.000Z',
    ])
    const october = await inventory.trend({
      from: '2027-10-01T00:00Z',
      to: '2027-11-15T00:00Z',
      every: 'month-end',
      zone: 'Europe/London',
    })
    expect(october.rows.map(({ asOf, days }) => [Date.parse(asOf), days])).toEqual([
      [endOfMonth('Europe/London', '2027-10'), 31],
    ])
  })

  it('is as known when asked, or earlier', async () => {
    const inventory = await quarter()
    const { lastEvent } = await inventory.head()
    await inventory.record(sold('S9', '2027-01-20T09:00Z', '1', '20'))
    const january = { from: '2027-01-31T00:00Z', to: '2027-02-01T00:00Z', every: 'month-end' } as const
    const sales = async (knownThrough?: typeof lastEvent) =>
      (await inventory.trend({ ...january, knownThrough: knownThrough ?? undefined })).rows.map(
        ({ sales }) => sales,
      )
    expect([await sales(), await sales(lastEvent)]).toEqual([['100'], ['80']])
  })

  it('of nothing has no points, or points of nothing', async () => {
    const { inventory } = openTrade()
    const at = { from: '2027-01-02T00:00Z', to: '2027-01-30T00:00Z' }
    expect((await inventory.trend({ ...at, every: 'month-end' })).rows).toEqual([])
    expect((await inventory.trend({ ...year, every: 'year-end' })).rows.map(figures)).toEqual([
      '0 0 0 0 - - -',
    ])
    expect((await inventory.trend({ ...year, every: 'year-end', by: ['item'] })).rows).toEqual([])
  })

  it('refuses what it cannot draw up', async () => {
    const { inventory } = openTrade()
    const refused = (input: object) => inventory.trend({ ...year, every: 'day', ...input })
    await expect(refused({ every: 'fortnight' })).rejects.toThrow(code('INVALID_ARGUMENT'))
    await expect(refused({ by: ['colour'] })).rejects.toThrow(code('INVALID_ARGUMENT'))
    await expect(refused({ zone: 'Mars/Olympus' })).rejects.toThrow(code('INVALID_ARGUMENT'))
    await expect(refused({ from: '1900-01-01T00:00Z' })).rejects.toThrow(code('INVALID_ARGUMENT'))
    await expect(refused({ from: '2028-01-01T00:00Z' })).rejects.toThrow(code('WRONG_ORDER'))
    const { inventory: share } = openTrade({ share: { index: 0, of: 2 } })
    await expect(share.trend({ ...year, every: 'day' })).rejects.toThrow(code('OUTSIDE_SHARE'))
  })

  it('stops when its signal says so, with its reason', async () => {
    const inventory = await quarter()
    const enough = new Error('enough')
    const stopped = inventory.trend({ ...year, every: 'day', signal: AbortSignal.abort(enough) })
    await expect(stopped).rejects.toBe(enough)
    const stopping = new AbortController()
    const turns = inventory.trend({ ...year, to: '2036-12-31T00:00Z', every: 'day', signal: stopping.signal })
    setImmediate(() => stopping.abort(enough))
    await expect(turns).rejects.toBe(enough)
  })
})

import { describe, expect, it } from 'vitest'
import type { CountSheet, Inventory, InventoryEventInput } from '../src/index.ts'
import { event, openTrade, received, sold } from './trade.ts'
import { defined } from './view-of.ts'

const counted = (id: string, occurredAt: string, quantity: string, fields: object = {}) =>
  event('StockCounted', id, occurredAt, { quantity, ...fields })

async function inventoryOf(...events: readonly InventoryEventInput[]): Promise<Inventory> {
  const { inventory } = openTrade()
  await inventory.record(events)
  return inventory
}

async function sheetOf(...events: readonly InventoryEventInput[]): Promise<CountSheet> {
  const inventory = await inventoryOf(...events)
  return inventory.counts.sheet({ branch: 'north', asOf: '2027-03-31T12:00Z' })
}

const stock = [
  received('R1', '2027-03-01T09:00Z', '100', '2'),
  received('R2', '2027-03-01T09:00Z', '10', '5', { item: 'mug' }),
  received('R3', '2027-03-01T09:00Z', '7', '1', { item: 'cup', branch: 'south' }),
]

describe('a count sheet', () => {
  it('shows what is expected of each item of the branch before anything is counted', async () => {
    const { lines, totals, branch, asOf } = await sheetOf(...stock, sold('S1', '2027-03-02T09:00Z', '4', '9'))
    expect([branch, asOf]).toEqual(['north', '2027-03-31T12:00:00.000Z'])
    const blank = { counted: null, variance: null, varianceValue: null, moved: false, lots: [] }
    expect(lines).toEqual([
      { item: 'mug', name: 'mug', expected: '10', ...blank },
      { item: 'tea', name: 'tea', expected: '96', ...blank },
    ])
    expect(totals).toEqual({
      lines: 2,
      counted: 0,
      gainQuantity: '0',
      gainValue: '0',
      lossQuantity: '0',
      lossValue: '0',
    })
  })

  it('adds entries up and shows the variance in quantity and value before posting', async () => {
    const { lines, totals } = await sheetOf(
      ...stock,
      counted('C1', '2027-03-30T09:00Z', '60'),
      counted('C2', '2027-03-30T09:10Z', '45'),
      counted('C3', '2027-03-30T09:20Z', '-8'),
      counted('C4', '2027-03-30T09:30Z', '12', { item: 'mug' }),
    )
    expect(
      lines.map(({ item, expected, counted: there, variance, varianceValue }) => [
        item,
        expected,
        there,
        variance,
        varianceValue,
      ]),
    ).toEqual([
      ['mug', '10', '12', '2', '10'],
      ['tea', '100', '97', '-3', '-6'],
    ])
    expect(totals).toEqual({
      lines: 2,
      counted: 2,
      gainQuantity: '2',
      gainValue: '10',
      lossQuantity: '-3',
      lossValue: '-6',
    })
  })

  it('compares with what was on hand at the first entry, whatever moved since', async () => {
    const { lines } = await sheetOf(
      ...stock,
      counted('C1', '2027-03-30T09:00Z', '99'),
      sold('S1', '2027-03-30T15:00Z', '10', '50'),
    )
    expect(lines.find(({ item }) => item === 'tea')).toMatchObject({
      expected: '100',
      counted: '99',
      variance: '-1',
      varianceValue: '-2',
      moved: true,
    })
  })

  it('of a count that finds nothing wrong has a variance of 0, not none', async () => {
    const { lines } = await sheetOf(...stock, counted('C1', '2027-03-30T09:00Z', '100'))
    expect(lines[1]).toMatchObject({ variance: '0', varianceValue: '0' })
  })

  it('tells a count of 0 from none', async () => {
    const { lines } = await sheetOf(...stock, counted('C1', '2027-03-30T09:00Z', '0'))
    expect(lines.map(({ counted: there, variance }) => [there, variance])).toEqual([
      [null, null],
      ['0', '-100'],
    ])
  })

  it('shows lots and what is in no lot, and which of them are counted', async () => {
    const { lines } = await sheetOf(
      received('R1', '2027-03-01T09:00Z', '10', '2', {
        lots: [
          { lot: 'A', quantity: '4', expiresOn: '2027-06-30' },
          { lot: 'B', quantity: '3' },
        ],
      }),
      counted('C1', '2027-03-30T09:00Z', '8', { lots: [{ lot: 'A', quantity: '5' }] }),
    )
    expect(lines[0]?.lots).toEqual([
      { lot: 'A', expiresOn: '2027-06-30', expected: '4', counted: '5' },
      { lot: 'B', expiresOn: null, expected: '3', counted: null },
      { lot: null, expiresOn: null, expected: '3', counted: '3' },
    ])
    // B is uncounted and stays: 5 and 3 counted against 4 and 3 expected.
    expect(lines[0]?.variance).toBe('1')
  })

  it('lists what is kept at the branch though none is left, but not what is no longer stocked there', async () => {
    const gone = [received('R1', '2027-03-01T09:00Z', '1', '2'), sold('S1', '2027-03-02T09:00Z', '1', '9')]
    expect((await sheetOf(...gone)).lines.map(({ expected }) => expected)).toEqual(['0'])
    expect((await sheetOf(...gone, defined({ stocked: false }))).lines).toEqual([])
    expect((await sheetOf(...gone, defined({ branches: { north: { stocked: false } } }))).lines).toEqual([])
    expect((await sheetOf(...gone.slice(0, 1), defined({ stocked: false }))).lines).toHaveLength(1)
  })

  it('has no line for an item that is not counted', async () => {
    const service = [defined({ tracksQuantity: false }), sold('S1', '2027-03-02T09:00Z', '1', '9')]
    expect((await sheetOf(...service)).lines).toEqual([])
  })

  it('can be of certain items, in their order, also of one never seen there', async () => {
    const inventory = await inventoryOf(...stock, defined({ name: 'Green tea' }))
    const { lines } = await inventory.counts.sheet({ branch: 'north', items: ['tea', 'cup', 'new', 'tea'] })
    expect(lines.map(({ item, name, expected }) => [item, name, expected])).toEqual([
      ['tea', 'Green tea', '100'],
      ['cup', 'cup', '0'],
      ['new', 'new', '0'],
    ])
  })
})

describe('posting a count sheet', () => {
  const entries = [
    counted('C1', '2027-03-30T09:00Z', '97'),
    counted('C2', '2027-03-30T09:30Z', '12', { item: 'mug' }),
  ]

  it('makes on hand what was counted, with just the variance the sheet showed', async () => {
    const inventory = await inventoryOf(...stock, ...entries)
    const sheet = await inventory.counts.sheet({ branch: 'north', asOf: '2027-03-31T12:00Z' })
    const recorded = await inventory.counts.post(sheet, { count: 'MARCH', actor: 'ann' })
    expect(recorded).toHaveLength(2)
    const before = await inventory.asOf('2027-03-31T11:59Z')
    const comparison = inventory.compare(before, await inventory.asOf('2027-03-31T12:00Z'))
    const line = comparison.bridge.find(({ kind }) => kind === 'count')
    expect([line?.quantity, line?.value]).toEqual(['-1', '4'])
    const onHand = [...(await inventory.asOf('2027-03-31T12:00Z')).levels({ branch: 'north' })].map(
      (row) => row.onHand,
    )
    expect(onHand).toEqual(['12', '97'])
  })

  it('again under the same key changes nothing', async () => {
    const inventory = await inventoryOf(...stock, ...entries)
    const sheet = await inventory.counts.sheet({ branch: 'north', asOf: '2027-03-31T12:00Z' })
    await inventory.counts.post(sheet, { count: 'MARCH' })
    const again = await inventory.counts.post(sheet, { count: 'MARCH' })
    expect(again.every(({ alreadyRecorded }) => alreadyRecorded)).toBe(true)
  })

  it('leaves out what has no entry, and entries made after the sheet', async () => {
    const inventory = await inventoryOf(...stock, counted('C1', '2027-03-30T09:00Z', '97'))
    const sheet = await inventory.counts.sheet({ branch: 'north', asOf: '2027-03-31T12:00Z' })
    await inventory.record(counted('C2', '2027-03-31T13:00Z', '11', { item: 'mug' }))
    await inventory.counts.post(sheet, { count: 'MARCH' })
    const { lines } = await inventory.counts.sheet({ branch: 'north' })
    expect(lines.map(({ item, counted: there }) => [item, there])).toEqual([
      ['mug', '11'],
      ['tea', null],
    ])
  })

  it('of two branches under one key posts both', async () => {
    const atSouth = received('R9', '2027-03-01T09:00Z', '5', '2', { branch: 'south' })
    const southEntry = counted('C9', '2027-03-30T09:00Z', '6', { branch: 'south' })
    const inventory = await inventoryOf(...stock, atSouth, ...entries, southEntry)
    for (const branch of ['north', 'south']) {
      const sheet = await inventory.counts.sheet({ branch, asOf: '2027-03-31T12:00Z' })
      await inventory.counts.post(sheet, { count: 'MARCH' })
    }
    const tea = (await inventory.now()).item('tea')
    expect([tea?.at('north')?.onHand, tea?.at('south')?.onHand]).toEqual(['97', '6'])
  })
})

import { expect, test } from 'vitest'
import { march, movement, rowsOf, type Scratch, scratch } from '../run.spec.support.ts'

const AT = '2027-03-25T10:00:00Z'

const around = [
  ...march,
  movement('ItemDefined', 'D1', '2027-01-01T00:00:00Z', {
    branch: undefined,
    name: 'Green tea',
    vendor: 'ACME',
    minimum: '20',
    maximum: '50',
    safetyStock: '1',
  }),
  movement('LotCorrected', 'L1', AT, { to: 'A7', quantity: '5', expiresOn: '2027-04-11' }),
  movement('PurchaseOrderSaved', 'P1', AT, {
    purchaseOrder: 'PO1',
    line: '1',
    quantity: '6',
    status: 'ordered',
  }),
  movement('PurchaseOrderSaved', 'P2', AT, {
    purchaseOrder: 'PO1',
    line: '2',
    quantity: '2',
    status: 'cancelled',
  }),
  movement('ChannelStockAllocated', 'C1', AT, { channel: 'web', quantity: '4' }),
  movement('StockReserved', 'V1', AT, { reservation: 'W1', channel: 'web', quantity: '3' }),
  movement('StockCounted', 'N1', AT, { quantity: '11' }),
]

async function aroundRecorded(): Promise<Scratch> {
  const here = scratch()
  const { stdout } = await here.tidemark(['import', here.file('around.jsonl', around)])
  expect(stdout).toBe(`imported ${around.length}, already there 0, refused 0\n`)
  return here
}

/** The rows a command writes as JSON Lines. */
async function rows({ tidemark }: Scratch, ...args: readonly string[]): Promise<readonly unknown[]> {
  const { code, stdout, stderr } = await tidemark([...args, '--format', 'jsonl'])
  expect([code, stderr]).toEqual([0, ''])
  return rowsOf(stdout)
}

test('lots shows lots with their expiry and what is in none; --expiring those that expire soon', async () => {
  const here = await aroundRecorded()
  const lot = { item: 'tea', branch: 'north', lot: 'A7', expiresOn: '2027-04-11', daysLeft: 10, held: false }
  expect(await rows(here, 'lots')).toEqual([
    { ...lot, quantity: '5', value: '23.75' },
    { ...lot, lot: null, expiresOn: null, daysLeft: null, quantity: '7', value: '33.25' },
  ])
  expect(await rows(here, 'lots', '--expiring', '10')).toHaveLength(1)
  expect(await rows(here, 'lots', '--expiring', '9')).toEqual([])
  const { code, stderr } = await here.tidemark(['lots', '--expiring', 'soon'])
  expect([code, stderr]).toEqual([2, expect.stringContaining('number of days')])
})

test('availability shows what can be promised; --channels by channel', async () => {
  const here = await aroundRecorded()
  expect(await rows(here, 'availability', '--item', 'tea')).toMatchObject([
    { onHand: '12', reserved: '3', held: '0', safetyStock: '1', available: '8', unallocated: '7' },
  ])
  expect(await rows(here, 'availability', '--item', 'tea', '--channels')).toEqual([
    { item: 'tea', branch: 'north', channel: 'web', allocated: '4', reserved: '3', available: '1' },
    { item: 'tea', branch: 'north', channel: null, allocated: null, reserved: null, available: '7' },
  ])
})

test('orders shows lines with what was received; --open those still to come', async () => {
  const here = await aroundRecorded()
  expect(await rows(here, 'orders')).toMatchObject([
    { purchaseOrder: 'PO1', line: '1', status: 'ordered', onOrder: '6', short: '0' },
    { purchaseOrder: 'PO1', line: '2', status: 'cancelled', onOrder: '0', short: '2' },
  ])
  expect(await rows(here, 'orders', '--open')).toHaveLength(1)
  expect(await rows(here, 'orders', '--status', 'cancelled', '--purchase-order', 'PO1')).toHaveLength(1)
  expect(await rows(here, 'orders', '--as-of', '2027-03-24T00:00:00Z')).toEqual([])
  expect((await here.tidemark(['orders', '--status', 'lost'])).code).toBe(2)
})

test('reorder shows what to order, by vendor', async () => {
  const here = await aroundRecorded()
  expect(await rows(here, 'reorder', '--vendor', 'ACME')).toEqual([
    {
      item: 'tea',
      branch: 'north',
      vendor: 'ACME',
      minimum: '20',
      maximum: '50',
      available: '8',
      onOrder: '6',
      suggested: '36',
    },
  ])
  expect(await rows(here, 'reorder', '--vendor', 'other')).toEqual([])
})

test('a count sheet shows variances before posting, and posting makes them true, once', async () => {
  const here = await aroundRecorded()
  const line = {
    item: 'tea',
    name: 'Green tea',
    expected: '12',
    counted: '11',
    variance: '-1',
    varianceValue: '-4.75',
  }
  expect(await rows(here, 'counts', 'sheet', '--branch', 'north')).toMatchObject([line])
  expect(await rows(here, 'counts', 'sheet', '--branch', 'north', '--lots')).toMatchObject([
    { item: 'tea', lot: 'A7', expected: '5', counted: null },
    { item: 'tea', lot: null, expected: '7', counted: null },
  ])
  expect(await rows(here, 'counts', 'sheet', '--branch', 'south', '--counted')).toEqual([])
  const { stdout } = await here.tidemark(['counts', 'sheet', '--branch', 'north'])
  expect(stdout).toContain('north as of 2027-04-01T00:00:00.000Z: 1 of 1 counted, gains 0, losses -4.75')

  const post = ['counts', 'post', '--branch', 'north', '--count', 'MARCH'] as const
  expect(await rows(here, ...post)).toMatchObject([line])
  expect(await rows(here, ...post)).toEqual([])
  expect(await rows(here, 'levels', '--item', 'tea')).toMatchObject([
    { onHand: '11', lastCountQuantity: '11' },
  ])
})

test('a count sheet needs a branch', async () => {
  const { code, stderr } = await scratch().tidemark(['counts', 'sheet'])
  expect([code, stderr]).toEqual([2, expect.stringContaining('--branch')])
})

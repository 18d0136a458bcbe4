import { expect, test } from 'vitest'
import { marchRecorded, movement, type Scratch } from '../run.spec.support.ts'

async function stdoutOf({ tidemark }: Scratch, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await tidemark(args)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout
}

async function recorded(here: Scratch, ...movements: readonly object[]): Promise<Scratch> {
  for (const one of movements) await stdoutOf(here, 'record', JSON.stringify(one))
  return here
}

const definition = {
  id: 'D1',
  type: 'ItemDefined',
  occurredAt: '2027-02-01T00:00:00Z',
  item: 'tea',
  name: 'Green tea',
  prices: { retail: '8.9' },
  expectedMargin: '60',
  minimumMargin: '10',
  minimum: '20',
  maximum: '40',
}

test('item as JSON is the page of the library', async () => {
  const here = await recorded(await marchRecorded(), definition)
  const asOf = '2027-03-31T00:00:00Z'
  const page = JSON.parse(
    await stdoutOf(here, 'item', 'tea', '--branch', 'north', '--as-of', asOf, '--format', 'json'),
  )
  expect(page).toMatchObject({
    item: 'tea',
    branch: 'north',
    asOf: '2027-03-31T00:00:00.000Z',
    knownThrough: { stream: 'main.item-tea', revision: 3 },
    costs: { market: null, lastReceipt: '5', weightedAverage: '4.75' },
    quantities: { onHand: '12', suggestedOrder: '28' },
    sales: { currentMonth: { sales: '30', cost: '18', grossMargin: '40' } },
    margins: { expected: '60', minimum: '10', belowExpected: true, belowMinimum: false },
    dates: { lastSold: '2027-03-10T10:30:00.000Z', lastCounted: null },
  })
})

test('item as JSON without a branch has the company and each branch', async () => {
  const here = await recorded(
    await marchRecorded(),
    movement('StockReceived', 'R9', '2027-03-20T09:00:00Z', {
      branch: 'south',
      quantity: '1',
      unitCost: '6',
    }),
  )
  const pages = JSON.parse(await stdoutOf(here, 'item', 'tea', '--format', 'json'))
  expect(Object.keys(pages)).toEqual(['item', 'asOf', 'knownThrough', 'company', 'branches'])
  expect(pages.company.quantities.onHand).toBe('13')
  expect(pages.branches.map(({ branch }: { branch: string }) => branch)).toEqual(['north', 'south'])
})

test('item as a page can be read, with what is flagged in words and what never happened blank', async () => {
  const here = await recorded(
    await marchRecorded(),
    definition,
    movement('StockSold', 'S9', '2027-03-21T09:00:00Z', { quantity: '14', netAmount: '70' }),
  )
  const page = await stdoutOf(here, 'item', 'tea', '--branch', 'north', '--as-of', '2027-03-31T00:00:00Z')
  expect(page).toMatch(
    /^As of 2027-03-31T00:00:00\.000Z, known through main\.item-tea@4\n\ntea {2}Green tea, at north\n/,
  )
  const line = (start: string) => page.split('\n').find((one) => one.trimStart().startsWith(start))
  expect(line('on hand')).toBe('  on hand          -2  (below zero)')
  expect(line('expected')).toBe('  expected  60  (a sale of this month was below)')
  expect(line('minimum   ')).toBe('  minimum          20')
  expect(line('price retail')).toBe('  price retail      8.9')
  expect(line('last sold on')).toBe('  last sold on         2027-03-21T09:00Z')
  expect(line('last counted on')).toBe('  last counted on')
  expect(line('current month')).toMatch(/^ {2}current month +100 +84\.5 +15\.5$/)
  expect(line('last year')).toMatch(/^ {2}last year +0 +0$/)
})

test('item as a page of the company ends with a row for each branch', async () => {
  const page = await stdoutOf(await marchRecorded(), 'item', 'tea')
  expect(page).toContain('\ntea, at all branches\n')
  expect(page).toMatch(/\nbranch {2}on hand .*\n-+ .*\nnorth +12 .*\n$/)
})

test('item can be had as a snapshot froze it, and as it was known', async () => {
  const here = await marchRecorded()
  await stdoutOf(here, 'snapshot', 'create', '--name', 'frozen', '--as-of', '2027-03-31T00:00:00Z')
  await recorded(here, movement('StockSold', 'S9', '2027-03-21T09:00:00Z', { quantity: '1', netAmount: '7' }))
  const onHand = async (...args: readonly string[]) =>
    JSON.parse(await stdoutOf(here, 'item', 'tea', '--branch', 'north', '--format', 'json', ...args))
      .quantities.onHand
  expect(await onHand()).toBe('11')
  expect(await onHand('--snapshot', 'frozen')).toBe('12')
  expect(await onHand('--known-through', 'main.item-tea@0')).toBe('10')
})

test('an item nobody has recorded anything of is refused', async () => {
  const { code, stderr } = await (await marchRecorded()).tidemark(['item', 'tee'])
  expect(code).toBe(1)
  expect(stderr).toMatch(/^tidemark: UNKNOWN_ITEM: "tee"/)
})

test('item is written as a table or as JSON only', async () => {
  const { code, stderr } = await (await marchRecorded()).tidemark(['item', 'tea', '--format', 'csv'])
  expect(code).toBe(2)
  expect(stderr).toContain('table, json')
})

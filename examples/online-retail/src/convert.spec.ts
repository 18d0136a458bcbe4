import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Decimal } from 'decimal.js'
import { beforeAll, expect, test } from 'vitest'
import { convert } from './convert.ts'
import type { Movement } from './movement.ts'
import { OnHand } from './on-hand.ts'
import { readLines } from './read-lines.ts'
import type { Survey } from './survey.ts'

const SLICE = fileURLToPath(new URL('../data/online-retail-45sku-full-year.csv', import.meta.url))
const COMMAND = fileURLToPath(new URL('../convert.ts', import.meta.url))

let survey: Survey
let movements: Movement[]
beforeAll(async () => {
  const conversion = await convert(SLICE)
  survey = conversion.survey
  movements = await Array.fromAsync(conversion.movements)
})

test('every line of the 45 codes is what the data say', () => {
  expect(survey.lines).toBe(17_476)
  expect(survey.codes.size).toBe(45)
  expect(Object.fromEntries(survey.kinds)).toEqual({
    sale: 16_647,
    'customer return': 599,
    'adjustment out': 82,
    // Rule 4: 148 lines.
    'free goods': 3,
    'free goods, assumed': 36,
    'adjustment in, reason given': 34,
    'adjustment in, no reason': 75,
  })
})

test('every line is one movement, every code an item, and 500 returns name their sale', () => {
  const counts = Object.groupBy(movements, (movement) => movement.type)
  expect(counts.BranchDefined).toHaveLength(1)
  expect(counts.ItemDefined).toHaveLength(45)
  expect(counts.StockReceived).toHaveLength(404)
  expect(counts.StockSold).toHaveLength(16_647 + 3 + 36)
  expect(counts.StockReturnedByCustomer).toHaveLength(599)
  expect(counts.StockAdjusted).toHaveLength(82 + 34 + 75)
  expect(counts.StockReturnedByCustomer?.filter((back) => 'sale' in back)).toHaveLength(500)
})

test('ids are unique', () => {
  expect(new Set(movements.map((movement) => movement.id)).size).toBe(movements.length)
})

test('movements are in order of time', () => {
  const instants = movements.map((movement) => movement.occurredAt)
  expect(instants).toEqual(instants.toSorted())
})

test('each return names a sale of its item and customer that happened before and had enough left', () => {
  const sales = new Map<string, { item: string; customer: string | undefined; left: number }>()
  for (const movement of movements) {
    if (movement.type === 'StockSold') {
      const { item, customer, quantity } = movement
      sales.set(movement.id, { item, customer, left: Number(quantity) })
    }
    if (movement.type !== 'StockReturnedByCustomer' || movement.sale === undefined) continue
    const sale = sales.get(movement.sale)
    expect(sale).toMatchObject({ item: movement.item, customer: movement.tags?.customer })
    if (sale === undefined) continue
    sale.left -= Number(movement.quantity)
    expect(sale.left).toBeGreaterThanOrEqual(0)
  }
})

test('amounts add up to Quantity x UnitPrice, to the last digit', async () => {
  // In whole thousandths of a pound, by integers: another way than the converter's.
  let wanted = 0n
  for await (const { quantity, unitPrice } of readLines(SLICE)) {
    const [pounds = '', fraction = ''] = unitPrice.split('.')
    wanted += BigInt(quantity) * BigInt(pounds + fraction.padEnd(3, '0'))
  }
  const made = movements.reduce((sum, movement) => {
    if (movement.type === 'StockSold') return sum.plus(movement.netAmount)
    return movement.type === 'StockReturnedByCustomer' ? sum.minus(movement.netAmount) : sum
  }, new Decimal(0))
  expect(made.times(1000).toFixed()).toBe(wanted.toString())
})

test('what no line says is marked as derived, and nothing else is', () => {
  const derived = movements.filter((movement) => movement.note?.startsWith('derived: '))
  const invented = movements.filter((movement) =>
    ['BranchDefined', 'ItemDefined', 'StockReceived'].includes(movement.type),
  )
  expect(derived).toEqual(invented)
  expect(derived).toHaveLength(450)
})

test('stock is never negative', () => {
  const onHand = new OnHand()
  for (const movement of movements) onHand.follow(movement)
  expect(onHand.units.size).toBe(45)
  expect(onHand.lowest).toBe(0)
})

test('the command writes the same movements, one a line, and its figures beside them', () => {
  const run = spawnSync(process.execPath, [COMMAND, SLICE], { encoding: 'utf8', maxBuffer: 2 ** 26 })
  expect(run.status).toBe(0)
  expect(run.stdout).toBe(movements.map((movement) => JSON.stringify(movement) + '\n').join(''))
  expect(run.stderr).toMatch(/^lines read +17,476\n/)
  expect(run.stderr).toMatch(/^movements written +17,926$/m)
})

test('the command refuses with 1 what it cannot read, with 2 what it does not understand', () => {
  const unreadable = spawnSync(process.execPath, [COMMAND, 'none.csv'], { encoding: 'utf8' })
  expect(unreadable).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('none.csv') })
  const unknown = spawnSync(process.execPath, [COMMAND], { encoding: 'utf8' })
  expect(unknown).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('usage:') })
})

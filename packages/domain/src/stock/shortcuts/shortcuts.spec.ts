import { initialState, prepare, reduce } from '@tidemark/projection'
import fc, { type Arbitrary } from 'fast-check'
import { expect, test } from 'vitest'
import { anyHistory, anyPooledHistory } from '../any-history.spec.support.ts'
import { type Given, on, record } from '../history.spec.support.ts'
import { stockProjection } from '../projection.ts'
import {
  adjustment,
  customerReturn,
  define,
  policy,
  receipt,
  receiptFor,
  sale,
  transfer,
} from '../trade.spec.support.ts'
import { byShortcut, numbersIn } from './numbers.spec.support.ts'

/** By type: how many facts of a history shortcuts folded; each just as its recipe did. */
function foldedAlike(given: readonly Given[], taken: Map<string, number>): void {
  let state = initialState(stockProjection)
  for (const fact of prepare(stockProjection, record(given))) {
    const before = state.units.tea
    state = reduce(stockProjection, state, fact)
    const after = state.units.tea
    if (before === undefined || after === undefined || stockProjection.unitOf(fact) === null) continue
    const short = byShortcut(numbersIn(before), fact, state.common)
    if (short === undefined) continue
    expect(short).toEqual(numbersIn(after))
    taken.set(fact.type, (taken.get(fact.type) ?? 0) + 1)
  }
}

function takenOf(histories: Arbitrary<readonly Given[]>, numRuns: number): ReadonlyMap<string, number> {
  const taken = new Map<string, number>()
  fc.assert(
    fc.property(histories, (given) => foldedAlike(given, taken)),
    { numRuns },
  )
  return taken
}

function sumOf(taken: ReadonlyMap<string, number>): number {
  return [...taken.values()].reduce((total, count) => total + count, 0)
}

test('whatever happens to an item, a shortcut does what its recipe does, or gives up', () => {
  expect(sumOf(takenOf(anyHistory, 600))).toBeGreaterThan(500)
})

const branch = fc.constantFrom('A', 'B')
const quantity = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 12 }).map(String) },
  { weight: 1, arbitrary: fc.constantFrom('0.5', '0.000001', '3.333333', '7.000001', '123456789.654321') },
)
const cost = fc.oneof(
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 20 }).map(String) },
  { weight: 1, arbitrary: fc.constantFrom('0.333333', '6.666667', '0.000001', '98765.432109') },
)
const amount = fc.oneof(
  cost,
  cost.map((text) => `-${text}`),
)

/** What happens most. */
const aPlainFact: Arbitrary<Given> = fc.oneof(
  fc.tuple(quantity, cost, branch).map(([q, c, b]) => receipt(q, c, { branch: b })),
  fc.tuple(quantity, cost, branch).map(([q, c, b]) => receiptFor(q, c, { branch: b })),
  fc.tuple(quantity, amount, branch).map(([q, netAmount, b]) => sale(q, { branch: b, netAmount })),
  fc
    .tuple(quantity, amount, amount, branch)
    .map(([q, grossAmount, taxAmount, b]) => sale(q, { branch: b, grossAmount, taxAmount })),
  fc.tuple(quantity, amount, branch).map(([q, netAmount, b]) => customerReturn(q, { branch: b, netAmount })),
  fc
    .tuple(quantity, fc.boolean(), branch)
    .map(([q, minus, b]) => adjustment(minus ? `-${q}` : q, { branch: b })),
  fc.tuple(quantity, branch).map(([q, b]) => transfer(b, b === 'A' ? 'B' : 'A', q)),
)

const margin = fc.constantFrom('0.000001', '10', '30', '50.5', '99.999999')

/** Under what rules it goes another way. */
const aRule: Arbitrary<Given> = fc.oneof(
  fc
    .tuple(fc.boolean(), fc.boolean())
    .map(([setMarketCostWithLastReceiptCostChange, includeAdjustments]) =>
      policy({ setMarketCostWithLastReceiptCostChange, includeAdjustments }),
    ),
  fc.boolean().map((updateLastReceiptCostOnTransfers) => policy({ updateLastReceiptCostOnTransfers })),
  fc.constantFrom('branch', 'company').map((averageScope) => policy({ averageScope })),
  margin.map((expectedMargin) => define({ expectedMargin })),
  margin.map((minimumMargin) => define({ minimumMargin })),
  fc.tuple(branch, margin).map(([b, expectedMargin]) => define({ branches: { [b]: { expectedMargin } } })),
  cost.map((marketCost) => define({ marketCost })),
  fc.constantFrom('0', '0', '3').map((lastReceiptCost) => define({ lastReceiptCost })),
  fc.boolean().map((tracksQuantity) => define({ tracksQuantity })),
)

test('what is common and plain is mostly folded by shortcuts, under any rules', () => {
  let facts = 0
  const histories = fc
    .array(fc.oneof({ weight: 11, arbitrary: aPlainFact }, { weight: 1, arbitrary: aRule }), {
      minLength: 30,
      maxLength: 60,
    })
    .map((events) => {
      facts += events.length
      return [on('2026-12-30', define({})), ...events]
    })
  const taken = takenOf(histories, 300)
  expect([...taken.keys()].sort()).toEqual(Object.keys(stockProjection.shortcuts ?? {}).sort())
  expect(sumOf(taken) / facts).toBeGreaterThan(0.3)
})

test('while the average is company-wide, all is left to recipes', () => {
  expect(sumOf(takenOf(anyPooledHistory, 50))).toBe(0)
})

test('a margin that is just what is expected is not below it, however large the numbers', () => {
  const taken = new Map<string, number>()
  // 81 % of it, which two products of doubles take for a little less.
  const netAmount = '828029643.1101'
  const cost = '157325632.190919'
  foldedAlike([define({ expectedMargin: '81' }), receipt('2', cost), sale('1', { netAmount })], taken)
  expect(taken.get('StockSold')).toBeUndefined()
})

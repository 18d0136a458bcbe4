import fc, { type Arbitrary } from 'fast-check'
import { type Given, on } from './history.spec.support.ts'
import {
  adjustment,
  allocation,
  amending,
  charge,
  correctedCost,
  customerReturn,
  define,
  entry,
  hold,
  initialising,
  lotCorrection,
  market,
  order,
  policy,
  posting,
  receipt,
  receiptFor,
  release,
  reserve,
  revaluation,
  sale,
  supplierReturn,
  transfer,
  voiding,
} from './trade.spec.support.ts'

/** An event that may name earlier ones, which are called `#1`, `#2`... up to its own position. */
type Step = (position: number) => Given

const branch = fc.constantFrom('A', 'B', 'C')
const quantity = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 12 }).map(String) },
  fc.constantFrom('0.5', '0.000001', '3.333333', '7.000001'),
)
const cost = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 20 }).map(String) },
  fc.constantFrom('0.333333', '6.666667', '0.000001'),
)
const signedCost = fc.tuple(fc.boolean(), cost).map(([minus, amount]) => (minus ? `-${amount}` : amount))
const lot = fc.constantFrom('L1', 'L2')
const reservation = fc.constantFrom('Q1', 'Q2')
const channel = fc.constantFrom('web', undefined)
const earlier = fc.nat(40)

/** `#0` is nobody: now and then a fact names one that is not there. */
const idOf = (back: number, position: number) => `#${back % position}`

const plain = (given: Arbitrary<Given>): Arbitrary<Step> => given.map((event) => () => event)

const receiving = plain(
  fc.oneof(
    fc.tuple(quantity, cost, branch).map(([q, c, b]) => receipt(q, c, { branch: b })),
    fc
      .tuple(quantity, cost, branch, signedCost)
      .map(([q, c, b, amount]) => receiptFor(q, c, { branch: b, charges: [{ code: 'freight', amount }] })),
    fc.tuple(quantity, cost, branch).map(([q, c, b]) => receipt(q, c, { branch: b, purchaseOrder: 'PO' })),
    fc
      .tuple(quantity, lot, branch)
      .map(([q, l, b]) => receipt(q, '3', { branch: b, lots: [{ lot: l, quantity: q }] })),
  ),
)

const selling = plain(
  fc.oneof(
    fc.tuple(quantity, branch).map(([q, b]) => sale(q, { branch: b, netAmount: '10' })),
    fc
      .tuple(quantity, branch, lot)
      .map(([q, b, l]) => sale(q, { branch: b, lots: [{ lot: l, quantity: q }] })),
    fc
      .tuple(quantity, branch, reservation)
      .map(([q, b, r]) => sale(q, { branch: b, reservation: r, channel: 'web' })),
  ),
)

const moving = plain(
  fc.oneof(
    fc
      .tuple(branch, branch, quantity, signedCost)
      .filter(([from, to]) => from !== to)
      .map(([from, to, q, amount]) => transfer(from, to, q, { charges: [{ code: 'freight', amount }] })),
    fc
      .tuple(quantity, fc.boolean(), branch)
      .map(([q, minus, b]) => adjustment(minus ? `-${q}` : q, { branch: b })),
    fc
      .tuple(quantity, fc.boolean(), cost, branch)
      .map(([q, minus, unitCost, b]) => adjustment(minus ? `-${q}` : q, { branch: b, unitCost })),
    fc.tuple(quantity, lot, branch).map(([q, l, b]) => lotCorrection(q, { to: l, branch: b })),
    fc.tuple(quantity, branch).map(([q, b]) => supplierReturn(q, { branch: b })),
  ),
)

const counting = plain(
  fc.oneof(
    fc.tuple(quantity, branch).map(([q, b]) => entry(q, { branch: b })),
    fc
      .tuple(quantity, lot, branch)
      .map(([q, l, b]) => entry(q, { branch: b, lots: [{ lot: l, quantity: q }] })),
    branch.map((b) => posting({ branch: b })),
    fc.tuple(branch, cost).map(([b, unitCost]) => posting({ branch: b, unitCost })),
    branch.map((b) => initialising({ branch: b })),
  ),
)

const costing = plain(
  fc.oneof(
    fc.tuple(branch, cost).map(([b, unitCost]) => revaluation({ unitCost }, { branch: b })),
    fc.tuple(branch, signedCost).map(([b, amount]) => revaluation({ amount }, { branch: b })),
    fc.tuple(cost, branch).map(([c, b]) => market(c, b)),
    fc.tuple(cost, cost).map(([marketCost, lastReceiptCost]) => define({ marketCost, lastReceiptCost })),
    cost.map((marketCost) => define({ branches: { A: { marketCost } } })),
  ),
)

const promising = plain(
  fc.oneof(
    fc
      .tuple(reservation, quantity, branch, channel)
      .map(([r, q, b, c]) => reserve(r, q, { branch: b, ...(c === undefined ? {} : { channel: c }) })),
    fc.tuple(reservation, quantity, branch).map(([r, q, b]) => release(r, q, { branch: b })),
    fc.tuple(quantity, branch).map(([q, b]) => allocation('web', q, { branch: b })),
    fc
      .tuple(
        quantity,
        branch,
        fc.constantFrom('1', '2', undefined),
        fc.constantFrom('ordered', 'draft', 'closed'),
      )
      .map(([q, b, line, status]) =>
        order(q, { branch: b, status, ...(line === undefined ? {} : { line }) }),
      ),
    lot.map((l) => hold(l)),
  ),
)

const ruling = plain(
  fc.oneof(
    fc.constantFrom('branch', 'company').map((averageScope) => policy({ averageScope })),
    fc.constantFrom('receipt', 'arrival').map((lateChargeEffect) => policy({ lateChargeEffect })),
    fc.constantFrom('receipt', 'average').map((supplierReturnCost) => policy({ supplierReturnCost })),
    fc.boolean().map((updateLastReceiptCostOnTransfers) => policy({ updateLastReceiptCostOnTransfers })),
  ),
)

const naming: Arbitrary<Step> = fc.oneof(
  fc.tuple(quantity, branch, earlier).map(
    ([q, b, back]): Step =>
      (p) =>
        customerReturn(q, { branch: b, sale: idOf(back, p) }),
  ),
  fc.tuple(quantity, branch, earlier).map(
    ([q, b, back]): Step =>
      (p) =>
        supplierReturn(q, { branch: b, receipt: idOf(back, p) }),
  ),
)

const correcting: Arbitrary<Step> = fc.oneof(
  earlier.map(
    (back): Step =>
      (p) =>
        voiding(idOf(back, p)),
  ),
  fc.tuple(earlier, signedCost).map(
    ([back, amount]): Step =>
      (p) =>
        charge(idOf(back, p), amount),
  ),
  fc.tuple(earlier, cost).map(
    ([back, c]): Step =>
      (p) =>
        correctedCost(idOf(back, p), c),
  ),
  fc.tuple(earlier, fc.oneof(quantity, fc.constant('0'))).map(
    ([back, q]): Step =>
      (p) =>
        amending(idOf(back, p), { quantity: q }),
  ),
  fc.tuple(earlier, branch).map(
    ([back, b]): Step =>
      (p) =>
        amending(idOf(back, p), { branch: b }),
  ),
  fc.tuple(earlier, fc.nat(72)).map(
    ([back, hour]): Step =>
      (p) =>
        amending(idOf(back, p), { occurredAt: hourOf(hour) }),
  ),
)

function hourOf(hour: number): Date {
  return new Date(Date.UTC(2027, 0, 1, hour))
}

function placed(step: Arbitrary<Step>, maxLength: number): Arbitrary<readonly Given[]> {
  return fc
    .array(fc.tuple(fc.nat(72), step), { maxLength, size: 'max' })
    .map((steps) => steps.map(([hour, make], index) => ({ ...make(index + 1), occurredAt: hourOf(hour) })))
}

/** Histories of one item at three branches, recorded in any order of time, with everything that can happen to it. */
export const anyHistory: Arbitrary<readonly Given[]> = placed(
  fc.oneof(
    { weight: 4, arbitrary: receiving },
    { weight: 4, arbitrary: selling },
    { weight: 3, arbitrary: moving },
    { weight: 2, arbitrary: counting },
    { weight: 2, arbitrary: costing },
    { weight: 1, arbitrary: promising },
    { weight: 1, arbitrary: ruling },
    { weight: 2, arbitrary: naming },
    { weight: 2, arbitrary: correcting },
  ),
  40,
)

/** Such histories under a company-wide average from the start, and throughout. */
export const anyPooledHistory: Arbitrary<readonly Given[]> = placed(
  fc.oneof(
    { weight: 4, arbitrary: receiving },
    { weight: 4, arbitrary: selling },
    { weight: 3, arbitrary: moving },
    { weight: 2, arbitrary: counting },
    { weight: 2, arbitrary: costing },
    { weight: 2, arbitrary: naming },
  ),
  30,
).map((given) => [...given, on('2026-12-31', policy({ averageScope: 'company' }))])

/** Histories in which everything that moves or is counted is in a lot. */
export const anyHistoryInLots: Arbitrary<readonly Given[]> = placed(
  plain(
    fc.tuple(quantity, lot, branch, branch, fc.nat(7)).map(([q, l, b, to, kind]): Given => {
      const lots = { branch: b, lots: [{ lot: l, quantity: q }] }
      switch (kind) {
        case 0:
          return receipt(q, '3', lots)
        case 1:
          return sale(q, lots)
        case 2:
          return customerReturn(q, lots)
        case 3:
          return supplierReturn(q, lots)
        case 4:
          return entry(q, lots)
        case 5:
          return posting({ branch: b })
        case 6:
          return adjustment(`-${q}`, lots)
        default:
          return b === to ? adjustment(q, lots) : transfer(b, to, q, { lots: lots.lots })
      }
    }),
  ),
  40,
)

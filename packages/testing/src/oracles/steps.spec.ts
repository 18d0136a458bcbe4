import { expect, it } from 'vitest'
import { readOracleCases } from './read-cases.ts'
import { runOracles } from './run-oracles.ts'

type Step = { readonly kind: string; readonly [field: string]: unknown }
type Expectation = { readonly [field: string]: unknown }

/** A case of steps on consecutive days at noon, of one item, unless a step says otherwise. */
async function failuresOf(steps: readonly Step[], expectations: readonly Expectation[], policy = {}) {
  const numbered = steps.map((step, index) => ({
    n: index + 1,
    at: `2027-03-${String(index + 1).padStart(2, '0')}T12:00Z`,
    item: 'tea',
    ...(placeless.includes(step.kind) ? {} : { location: 'north' }),
    ...step,
  }))
  const text = JSON.stringify([{ id: 'made-up', policy, steps: numbered, expect: expectations }])
  const report = await runOracles(readOracleCases(text))
  expect(report.figures).toBe(expectations.length)
  expect(report.holding + report.failures.length).toBe(expectations.length)
  return report.failures.map((failure) => failure.message)
}

const placeless = ['transfer', 'freight', 'reprice', 'amend_qty', 'cancel', 'product_count']
const tenAtTwo: Step = { kind: 'receipt', qty: '10', unitCost: '2' }

it('a receipt at a unit cost, at a total cost, and free of cost', async () => {
  const steps: Step[] = [
    tenAtTwo,
    { kind: 'receipt', qty: '10', totalCost: '40' },
    { kind: 'receipt', qty: '10' },
  ]
  const expected = [
    { afterStep: 1, item: 'tea', onHand: '10', value: '20', avgCost: '2' },
    { afterStep: 2, item: 'tea', onHand: '20', value: '60', avgCost: '3' },
    { afterStep: 3, item: 'tea', onHand: '30', value: '60', avgCost: '2' },
  ]
  expect(await failuresOf(steps, expected)).toEqual([])
})

it('the freight of a receipt is part of its cost', async () => {
  const steps: Step[] = [{ ...tenAtTwo, freight: '5' }]
  expect(await failuresOf(steps, [{ value: '25', avgCost: '2.5' }])).toEqual([])
})

it('a sale, as re-costed by a receipt entered late', async () => {
  const late: Step = { kind: 'receipt', qty: '10', unitCost: '4', at: '2027-03-01T13:00Z' }
  const expected = [
    { afterStep: 2, ofStep: 2, cogs: '8', stepUnitCost: '2', balanceAfterStep: '6', stepAvgCost: '2' },
    { afterStep: 3, ofStep: 2, cogs: '12', stepUnitCost: '3', balanceAfterStep: '16', valueChange: '-12' },
  ]
  expect(await failuresOf([tenAtTwo, { kind: 'sale', qty: '4' }, late], expected)).toEqual([])
})

it('adjustments at average and at a stated cost', async () => {
  const steps: Step[] = [
    tenAtTwo,
    { kind: 'adjustment', qty: '-4' },
    { kind: 'adjustment', qty: '4', unitCost: '7' },
  ]
  const expected = [
    { afterStep: 2, onHand: '6', value: '12' },
    { afterStep: 3, onHand: '10', value: '40' },
  ]
  expect(await failuresOf(steps, expected)).toEqual([])
})

it('a count sets quantity, cost, or both', async () => {
  const steps: Step[] = [
    tenAtTwo,
    { kind: 'count', qty: '8' },
    { kind: 'count', unitCost: '3' },
    { kind: 'count', qty: '10', unitCost: '1' },
  ]
  const expected = [
    { afterStep: 2, onHand: '8', value: '16', variance: '-2' },
    { afterStep: 3, onHand: '8', value: '24' },
    { afterStep: 4, onHand: '10', value: '10', variance: '2' },
  ]
  expect(await failuresOf(steps, expected)).toEqual([])
})

it('a product count leaves nothing but what its lines name', async () => {
  const steps: Step[] = [
    { ...tenAtTwo, lot: 'A' },
    { ...tenAtTwo, lot: 'B' },
    { ...tenAtTwo, location: 'south' },
    { kind: 'product_count', lines: [{ location: 'north', lot: 'B', qty: '7' }] },
  ]
  const expected = [
    { location: 'north', onHand: '7', value: '14' },
    { location: 'south', onHand: '0', value: '0' },
    { location: '*', onHand: '7' },
  ]
  expect(await failuresOf(steps, expected)).toEqual([])
})

it('a product count of one location leaves the others alone', async () => {
  const steps: Step[] = [
    tenAtTwo,
    { ...tenAtTwo, location: 'south' },
    { kind: 'product_count', location: 'north', lines: [{ qty: '4', unitCost: '5' }] },
  ]
  const expected = [
    { location: 'north', onHand: '4', value: '20' },
    { location: 'south', onHand: '10', value: '20' },
  ]
  expect(await failuresOf(steps, expected)).toEqual([])
})

it('a transfer leaves at the average of the sender', async () => {
  const steps: Step[] = [
    tenAtTwo,
    { ...tenAtTwo, unitCost: '8', location: 'south' },
    { kind: 'transfer', qty: '5', from: 'north', to: 'south', freight: '2' },
  ]
  const expected = [
    { location: 'north', onHand: '5', value: '10' },
    { location: 'south', onHand: '15', value: '92' },
    { location: '*', onHand: '20', value: '102', avgCost: '5.1' },
    { ofStep: 3, cogs: '10' },
    { ofStep: 3, location: 'south', stepUnitCost: '2.4', balanceAfterStep: '15' },
  ]
  expect(await failuresOf(steps, expected)).toEqual([])
})

it('a transfer in: from a place, at average, at its own cost', async () => {
  const steps: Step[] = [
    tenAtTwo,
    { kind: 'transfer_in', qty: '5', from: 'north', location: 'south' },
    { kind: 'transfer_in', qty: '5' },
    { kind: 'transfer_in', qty: '10', unitCost: '4' },
  ]
  const expected = [
    { afterStep: 2, location: 'north', onHand: '5', value: '10' },
    { afterStep: 2, location: 'south', onHand: '5', value: '10' },
    { afterStep: 3, location: 'north', onHand: '10', value: '20' },
    { afterStep: 4, location: 'north', onHand: '20', value: '60' },
  ]
  expect(await failuresOf(steps, expected)).toEqual([])
})

it('a customer return comes back at the cost of its sale, or at average', async () => {
  const steps: Step[] = [
    tenAtTwo,
    { kind: 'sale', qty: '10' },
    { kind: 'receipt', qty: '10', unitCost: '4' },
    { kind: 'customer_return', qty: '10', ofStep: 2, location: undefined },
    { kind: 'customer_return', qty: '1' },
  ]
  const expected = [
    { afterStep: 4, value: '60', cogs: '20' },
    { afterStep: 5, value: '63', cogs: '3' },
  ]
  expect(await failuresOf(steps, expected)).toEqual([])
  const atAverage = [
    { afterStep: 4, value: '80' },
    { afterStep: 5, value: '84' },
  ]
  expect(await failuresOf(steps, atAverage, { customerReturnCost: 'average' })).toEqual([])
})

it('a return to the supplier leaves at average or, by policy, at the cost of its receipt', async () => {
  const steps: Step[] = [
    tenAtTwo,
    { kind: 'receipt', qty: '10', unitCost: '4' },
    { kind: 'return_to_supplier', qty: '5', ofStep: 1 },
    { kind: 'return_to_supplier', qty: '5' },
  ]
  expect(await failuresOf(steps, [{ afterStep: 3, value: '45' }, { value: '30' }])).toEqual([])
  const byReceipt = { supplierReturnCost: 'receipt' }
  expect(await failuresOf(steps, [{ afterStep: 3, value: '50' }], byReceipt)).toEqual([])
})

it('setting the cost revalues what is on hand, at one location or all', async () => {
  const steps: Step[] = [
    tenAtTwo,
    { ...tenAtTwo, location: 'south' },
    { kind: 'set_cost', unitCost: '3' },
    { kind: 'set_cost', unitCost: '5', location: '*' },
  ]
  const expected = [
    { afterStep: 3, value: '50', valueChange: '10' },
    { afterStep: 4, value: '100', avgCost: '5' },
  ]
  expect(await failuresOf(steps, expected)).toEqual([])
})

it('a revaluation adds its amount', async () => {
  const steps: Step[] = [tenAtTwo, { kind: 'revalue', amount: '-5' }]
  expect(await failuresOf(steps, [{ value: '15', stepValue: '-5', valueChange: '-5' }])).toEqual([])
})

it('a freight acts on its receipt, and by policy when it arrives', async () => {
  const steps: Step[] = [tenAtTwo, { kind: 'sale', qty: '4' }, { kind: 'freight', ofStep: 1, amount: '10' }]
  const onReceipt = [
    { ofStep: 1, stepUnitCost: '3', stepValue: '30' },
    { ofStep: 2, cogs: '12' },
    { ofStep: 3, valueChange: '6', variance: '0' },
    { asOf: '2027-03-01T12:00Z', value: '30' },
  ]
  expect(await failuresOf(steps, onReceipt)).toEqual([])
  const onArrival = [
    { ofStep: 2, cogs: '8' },
    { ofStep: 3, valueChange: '6', variance: '4' },
    { asOf: '2027-03-01T12:00Z', value: '20' },
  ]
  expect(await failuresOf(steps, onArrival, { lateChargeEffect: 'arrival' })).toEqual([])
})

it('a receipt is repriced by unit or in total', async () => {
  const steps: Step[] = [
    tenAtTwo,
    { kind: 'reprice', ofStep: 1, unitCost: '3' },
    { kind: 'reprice', ofStep: 1, totalCost: '45' },
  ]
  const expected = [
    { afterStep: 1, value: '20' },
    { afterStep: 2, value: '30', valueChange: '10' },
    { afterStep: 3, value: '45', valueChange: '15' },
  ]
  expect(await failuresOf(steps, expected)).toEqual([])
})

it('a quantity is amended, of a count too', async () => {
  const steps: Step[] = [
    tenAtTwo,
    { kind: 'amend_qty', ofStep: 1, qty: '12' },
    { kind: 'count', qty: '5' },
    { kind: 'amend_qty', ofStep: 3, qty: '6' },
  ]
  const expected = [
    { afterStep: 2, onHand: '12', value: '24' },
    { afterStep: 3, onHand: '5' },
    { afterStep: 4, onHand: '6', value: '12' },
  ]
  expect(await failuresOf(steps, expected)).toEqual([])
})

it('a cancelled step never happened, a count with its posting, a cancellation too', async () => {
  const steps: Step[] = [
    tenAtTwo,
    { kind: 'count', qty: '4' },
    { kind: 'cancel', ofStep: 2 },
    { kind: 'cancel', ofStep: 1 },
    { kind: 'cancel', ofStep: 4 },
  ]
  const expected = [
    { afterStep: 2, onHand: '4' },
    { afterStep: 3, onHand: '10' },
    { afterStep: 4, onHand: '0' },
    { afterStep: 5, onHand: '10' },
  ]
  expect(await failuresOf(steps, expected)).toEqual([])
})

it('a step that the policy refuses is refused and leaves nothing', async () => {
  const steps: Step[] = [tenAtTwo, { kind: 'sale', qty: '11' }, { kind: 'sale', qty: '10' }]
  const policy = { negativeStock: 'refuse' }
  const expected = [
    { ofStep: 2, rejected: true },
    { afterStep: 3, rejected: false },
    { afterStep: 2, onHand: '10' },
    { afterStep: 3, onHand: '0' },
  ]
  expect(await failuresOf(steps, expected, policy)).toEqual([])
  expect(await failuresOf(steps, [{ ofStep: 2, rejected: true }])).toEqual([
    'made-up, figure 1: step 2 was not refused',
  ])
})

it('the average of the company is one, whatever the branch', async () => {
  const steps: Step[] = [tenAtTwo, { kind: 'receipt', qty: '10', unitCost: '4', location: 'south' }]
  const expected = [
    { location: 'north', avgCost: '3', value: '30' },
    { location: '*', avgCost: '3', value: '60' },
  ]
  expect(await failuresOf(steps, expected, { averageScope: 'company' })).toEqual([])
})

it('negative stock: the change of value holds the difference, the value of the step does not', async () => {
  const steps: Step[] = [
    { kind: 'set_cost', unitCost: '2' },
    { kind: 'sale', qty: '5' },
    { kind: 'receipt', qty: '10', unitCost: '3' },
  ]
  expect(await failuresOf(steps, [{ stepValue: '30', valueChange: '25', value: '15' }])).toEqual([])
})

it('relations compare figures and numbers', async () => {
  const steps: Step[] = [tenAtTwo, { kind: 'sale', qty: '4' }]
  const holding = [
    'value < onHand',
    'avgCost = 2',
    'cogs >= 8',
    '12 != onHand',
    'onHand <= 6',
    'value > 11.9',
  ]
  expect(await failuresOf(steps, holding.map((relation) => ({ relation })).slice(1))).toEqual([])
  expect(await failuresOf(steps, [{ relation: 'value < onHand' }])).toEqual([
    'made-up, figure 1: value < onHand does not hold: 12 and 6',
  ])
})

import type { InventoryEventInput } from 'tidemark'
import { expect, test } from 'vitest'
import { replayDocuments } from './replay-documents.ts'

/** Documents as some other system keeps them. */
interface Slip {
  readonly number: string
  readonly date: string
  readonly kind: 'in' | 'out'
  readonly quantity: string
  readonly price: string
}

const slips: readonly Slip[] = [
  { number: '1', date: '2020-03-01', kind: 'in', quantity: '10', price: '3' },
  { number: '2', date: '2020-03-02', kind: 'in', quantity: '5', price: '4' },
  { number: '3', date: '2020-03-05', kind: 'out', quantity: '6', price: '9' },
]

function events({ number, date, kind, quantity, price }: Slip): readonly InventoryEventInput[] {
  const at = { id: number, occurredAt: `${date}T12:00Z`, item: 'tea', branch: 'north', quantity }
  return kind === 'in'
    ? [{ ...at, type: 'StockReceived', unitCost: price }]
    : [{ ...at, type: 'StockSold', netAmount: price }]
}

test('what the other system said holds at the decimals it said it with, as of any instant', async () => {
  const figures = [
    { item: 'tea', branch: 'north', onHand: '9', value: '30', avgCost: '3.33' },
    { item: 'tea', asOf: '2020-03-04T00:00Z', onHand: '15', value: '50.00', avgCost: '3.3333' },
    { item: 'tea', asOf: '2020-03-01T12:00Z', avgCost: '3' },
  ]
  const report = await replayDocuments({ documents: slips, events, figures })
  expect(report).toEqual({ documents: 3, refused: [], figures: 3, holding: 3, failures: [] })
})

test('what does not hold is told, field by field', async () => {
  const figures = [
    { item: 'tea', asOf: '2020-03-04T00:00Z', branch: 'north', onHand: '15', value: '49', avgCost: '3.334' },
    { item: 'milk', avgCost: '1' },
    { item: 'tea' },
  ]
  const { holding, failures } = await replayDocuments({ documents: slips, events, figures })
  expect(holding).toBe(0)
  expect(failures.map(({ message }) => message)).toEqual([
    'tea at north as of 2020-03-04T00:00:00.000Z: value is 50, expected 49; avgCost is 3.333333, expected 3.334',
    'milk: there is no avgCost, expected 1',
    'tea: it says nothing to compare with',
  ])
})

test('a document that is refused is told with its error, and the others count', async () => {
  const odd: Slip = { number: '2', date: '2020-03-02', kind: 'in', quantity: '-5', price: '4' }
  const figures = [{ item: 'tea', onHand: '10' }]
  const report = await replayDocuments({
    documents: [...slips.slice(0, 1), odd],
    events,
    figures,
  })
  expect(report.refused).toMatchObject([{ document: odd, error: { code: 'INVALID_FIELD' } }])
  expect(report).toMatchObject({ documents: 2, figures: 1, holding: 1 })
})

test('a mapping that fails is not taken for a refusal', async () => {
  const failing = () => {
    throw new TypeError('no such column')
  }
  await expect(replayDocuments({ documents: slips, events: failing, figures: [] })).rejects.toThrow(
    'no such column',
  )
})

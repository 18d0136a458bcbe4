import { expect, test } from 'vitest'
import { type Stand, standsAfter, thinned } from './item-history.ts'

const stand = (at: number, onHand: number, corrections = 0): Stand => ({
  at,
  id: String(at),
  type: 'StockSold',
  onHand: BigInt(onHand),
  value: BigInt(onHand),
  averageCost: null,
  corrections,
})

test('of many stands what is drawn keeps the ends, every peak and every correction', () => {
  const stands = Array.from({ length: 10_000 }, (_, at) =>
    stand(at, at === 5001 ? 999 : at % 7, at === 7003 ? 1 : 0),
  )
  const drawn = thinned(stands, 50)
  expect(drawn.length).toBeLessThan(400)
  expect([drawn.at(0)?.at, drawn.at(-1)?.at]).toEqual([0, 9999])
  expect(drawn.find(({ at }) => at === 5001)?.onHand).toBe(999n)
  expect(drawn.some(({ at }) => at === 7003)).toBe(true)
  expect(drawn).toEqual(drawn.toSorted((a, b) => a.at - b.at))
})

test('few are drawn all', () => {
  const stands = [stand(1, 1), stand(2, 2)]
  expect(thinned(stands, 50)).toBe(stands)
  expect(thinned([], 50)).toEqual([])
})

test('over several branches what stood at each is added up', () => {
  const line = (branch: string, onHand: string, value: string) => ({
    id: 'x',
    type: 'StockReceived',
    occurredAt: '2027-03-01T09:00:00.000Z',
    recordedAt: '2027-03-01T09:00:00.000Z',
    branch,
    quantity: '1',
    onHand,
    value,
    averageCost: '2',
    cost: '1',
    corrections: [],
  })
  const stands = standsAfter([line('north', '10', '20'), line('south', '5', '20'), line('north', '4', '8')])
  expect(stands.map(({ onHand, value, averageCost }) => [onHand, value, averageCost])).toEqual([
    [10_000_000n, 20_000_000n, '2'],
    [15_000_000n, 40_000_000n, '2.666667'],
    [9_000_000n, 28_000_000n, '3.111111'],
  ])
})

test('what stood there may be more than one movement may be', () => {
  const line = {
    id: 'x',
    type: 'StockReceived',
    occurredAt: '2027-03-01T09:00:00.000Z',
    recordedAt: '2027-03-01T09:00:00.000Z',
    branch: 'north',
    quantity: '600000',
    onHand: '1200000',
    value: '1200000000000',
    averageCost: '1000000',
    cost: '600000000000',
    corrections: [],
  }
  expect(standsAfter([line])).toMatchObject([{ value: 1_200_000_000_000_000_000n }])
})

import { expect, test } from 'vitest'
import { pendingOf } from './pending.ts'

function storage() {
  const values = new Map<string, string>()
  return {
    getItem: (name: string) => values.get(name) ?? null,
    setItem: (name: string, value: string) => void values.set(name, value),
  }
}

const sale = { id: 'S1', type: 'StockSold', occurredAt: '2027-03-01T09:00:00.000Z' }

test('what was sent is kept, for whoever sent it, until it is acknowledged', () => {
  const kept = storage()
  pendingOf('kim', kept).keep(sale)
  pendingOf('kim', kept).keep(sale)
  expect(pendingOf('kim', kept).list()).toEqual([sale])
  expect(pendingOf('vera', kept).list()).toEqual([])
  pendingOf('kim', kept).forget('S1')
  expect(pendingOf('kim', kept).list()).toEqual([])
})

test('what somebody else wrote there is nothing', () => {
  const kept = storage()
  for (const text of ['{', '7', '[1,{"id":1}]', 'null']) {
    kept.setItem('tidemark.unacknowledged.kim', text)
    expect(pendingOf('kim', kept).list()).toEqual([])
  }
})

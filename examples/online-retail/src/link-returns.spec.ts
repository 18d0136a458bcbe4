import fc from 'fast-check'
import { expect, test } from 'vitest'
import { saleLinks } from './link-returns.ts'

const KEY = '85123A/17850'

test('a return names the latest earlier sale with enough left', () => {
  const links = saleLinks()
  links.sold(KEY, { id: 'a', quantity: 10, unitPrice: '2' })
  links.sold(KEY, { id: 'b', quantity: 10, unitPrice: '2' })
  links.sold(KEY, { id: 'c', quantity: 3, unitPrice: '2' })
  expect(links.saleOf(KEY, { quantity: 4, unitPrice: '2' })).toBe('b')
})

test('a sale at the price of the return comes before a later one at another', () => {
  const links = saleLinks()
  links.sold(KEY, { id: 'a', quantity: 10, unitPrice: '2' })
  links.sold(KEY, { id: 'b', quantity: 10, unitPrice: '3' })
  expect(links.saleOf(KEY, { quantity: 4, unitPrice: '2' })).toBe('a')
})

test('a return at a price never charged still names a sale', () => {
  const links = saleLinks()
  links.sold(KEY, { id: 'a', quantity: 10, unitPrice: '2' })
  expect(links.saleOf(KEY, { quantity: 4, unitPrice: '1.5' })).toBe('a')
})

test('a return of more than any one sale has left names none and uses up nothing', () => {
  const links = saleLinks()
  links.sold(KEY, { id: 'a', quantity: 3, unitPrice: '2' })
  links.sold(KEY, { id: 'b', quantity: 3, unitPrice: '2' })
  expect(links.saleOf(KEY, { quantity: 4, unitPrice: '2' })).toBeUndefined()
  expect(links.saleOf(KEY, { quantity: 3, unitPrice: '2' })).toBe('b')
  expect(links.saleOf(KEY, { quantity: 3, unitPrice: '2' })).toBe('a')
  expect(links.saleOf(KEY, { quantity: 1, unitPrice: '2' })).toBeUndefined()
})

test('a sale to another customer is never named', () => {
  const links = saleLinks()
  links.sold('85123A/1', { id: 'a', quantity: 3, unitPrice: '2' })
  expect(links.saleOf('85123A/2', { quantity: 1, unitPrice: '2' })).toBeUndefined()
})

test('never more comes back to a sale than was sold', () => {
  const step = fc.record({
    back: fc.boolean(),
    quantity: fc.integer({ min: 1, max: 9 }),
    unitPrice: fc.constantFrom('1', '2'),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const links = saleLinks()
      const left = new Map<string, number>()
      for (const [index, { back, quantity, unitPrice }] of steps.entries()) {
        const id = back ? links.saleOf(KEY, { quantity, unitPrice }) : String(index)
        if (id === undefined) continue
        if (!back) links.sold(KEY, { id, quantity, unitPrice })
        left.set(id, (left.get(id) ?? 0) + (back ? -quantity : quantity))
      }
      expect([...left.values()].every((units) => units >= 0)).toBe(true)
    }),
    { seed: 3 },
  )
})

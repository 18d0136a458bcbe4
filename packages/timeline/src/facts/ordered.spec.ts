import { compareFoldOrder } from '@tidemark/projection'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { agreeUntil, countThrough, insertInOrder, lastBefore, ordered } from './ordered.ts'

const someFacts = fc
  .array(fc.integer({ min: -5, max: 5 }), { maxLength: 60 })
  .map((instants) => instants.map((occurredAt, position) => ({ occurredAt, position })))

test('facts put in one by one or all at once stand in the order of folding', () => {
  fc.assert(
    fc.property(someFacts, (facts) => {
      const sorted = [...facts].sort(compareFoldOrder)
      const one: typeof facts = []
      for (const fact of facts) insertInOrder(one, fact)
      expect(one).toEqual(sorted)
      expect(ordered(facts)).toEqual({ facts: sorted, times: sorted.map((fact) => fact.occurredAt) })
    }),
  )
})

test('the count through an instant takes in what occurred right then, and through the last before leaves it out', () => {
  fc.assert(
    fc.property(someFacts, fc.integer({ min: -6, max: 6 }), (facts, instant) => {
      const list = ordered(facts)
      expect(countThrough(list, instant)).toBe(facts.filter((fact) => fact.occurredAt <= instant).length)
      const before = facts.filter((fact) => fact.occurredAt < instant)
      expect(countThrough(list, lastBefore(instant))).toBe(before.length)
    }),
  )
})

test('there is no number between an instant and the last before it', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, min: -1e300 }), (instant) => {
      const before = lastBefore(instant)
      expect(before < instant).toBe(true)
      const middle = before / 2 + instant / 2
      expect([before, instant].some((end) => end === middle) || Math.abs(instant) < 1e-300).toBe(true)
    }),
  )
  expect([lastBefore(0), lastBefore(-Infinity)]).toEqual([-Number.MIN_VALUE, -Infinity])
})

test('lists agree until the first fact that is missing or says something else', () => {
  const [one, two, three] = [1, 2, 3].map((n) => ({ occurredAt: n * 10, position: n, amounts: [BigInt(n)] }))
  const facts = [one, two, three].filter((fact) => fact !== undefined)
  const copies = facts.map((fact) => ({ ...fact, amounts: [...fact.amounts] }))
  expect(agreeUntil(facts, copies)).toBe(Infinity)
  expect(agreeUntil(facts, copies.slice(0, 2))).toBe(30)
  expect(agreeUntil(facts, copies.slice(1))).toBe(10)
  copies[1]?.amounts.push(0n)
  expect(agreeUntil(facts, copies)).toBe(20)
})

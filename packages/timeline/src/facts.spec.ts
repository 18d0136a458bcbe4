import { compareFoldOrder } from '@tidemark/projection'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { agreeUntil, countBefore, countThrough, factList, factsThrough, insertFacts } from './facts.ts'

const someFacts = fc
  .array(fc.integer({ min: -5, max: 5 }), { maxLength: 60 })
  .map((instants) => instants.map((occurredAt, position) => ({ occurredAt, position })))

test('facts put in one by one or all at once stand in the order of folding', () => {
  fc.assert(
    fc.property(someFacts, fc.nat({ max: 60 }), (facts, split) => {
      const list = factList(facts.slice(0, split))
      insertFacts(list, facts.slice(split))
      const sorted = [...facts].sort(compareFoldOrder)
      expect(list).toEqual({ facts: sorted, times: sorted.map((fact) => fact.occurredAt) })
    }),
  )
})

test('the counts at an instant leave out and take in what occurred right then', () => {
  fc.assert(
    fc.property(someFacts, fc.integer({ min: -6, max: 6 }), (facts, instant) => {
      const list = factList(facts)
      expect(countBefore(list, instant)).toBe(facts.filter((fact) => fact.occurredAt < instant).length)
      expect(countThrough(list, instant)).toBe(facts.filter((fact) => fact.occurredAt <= instant).length)
      expect(factsThrough(list, instant)).toHaveLength(countThrough(list, instant))
    }),
  )
})

test('lists agree until the first fact that is missing or says something else', () => {
  const [one, two, three] = [1, 2, 3].map((n) => ({ occurredAt: n * 10, position: n, amounts: [BigInt(n)] }))
  const facts = [one, two, three].filter((fact) => fact !== undefined)
  const copies = facts.map((fact) => ({ ...fact, amounts: [...fact.amounts] }))
  expect(agreeUntil(factList(facts), factList(copies))).toBe(Infinity)
  expect(agreeUntil(factList(facts), factList(copies.slice(0, 2)))).toBe(30)
  expect(agreeUntil(factList(facts), factList(copies.slice(1)))).toBe(10)
  copies[1]?.amounts.push(0n)
  expect(agreeUntil(factList(facts), factList(copies))).toBe(20)
})

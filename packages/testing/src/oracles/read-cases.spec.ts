import { describe, expect, it } from 'vitest'
import { readOracleCases } from './read-cases.ts'

const receipt = { n: 1, at: '2027-03-01T12:00Z', kind: 'receipt', item: 'tea', location: 'north', qty: '3' }
const good = { id: 'small', policy: {}, steps: [receipt], expect: [{ onHand: '3' }] }

function errorOf(value: unknown): string {
  const [entry] = readOracleCases(JSON.stringify([value]))
  return entry !== undefined && 'error' in entry ? entry.error.message : 'no error'
}

it('reads a case', () => {
  const [entry] = readOracleCases(JSON.stringify([good]))
  expect(entry).toEqual({
    id: 'small',
    figures: 1,
    replay: { id: 'small', policy: {}, steps: [receipt], expect: [{ item: 'tea', onHand: '3' }] },
  })
})

it('a text that is no list of cases is refused', () => {
  expect(() => readOracleCases('{')).toThrow(/^the file is not JSON/)
  expect(() => readOracleCases('{}')).toThrow('the file is not a list')
})

it('a case that is wrong leaves the others alone, and counts its figures', () => {
  const wrong = { ...good, steps: [], expect: [{ onHand: '1' }, { onHand: '2' }] }
  const entries = readOracleCases(JSON.stringify([wrong, good]))
  expect(entries).toMatchObject([
    { figures: 2, error: { message: 'small: it has no steps' } },
    { replay: {} },
  ])
})

describe('what is not understood names its case', () => {
  const step = (change: object) => ({ ...good, steps: [{ ...receipt, ...change }] })
  const expectation = (...expected: object[]) => ({ ...good, expect: expected })
  it.each([
    [1, 'case 1 is not an object'],
    [{ ...good, id: '' }, 'case 1: id must be a text'],
    [{ ...good, colour: 'red' }, 'small: unknown field colour'],
    [{ ...good, costing: 'fifo' }, 'small: costing "fifo" is not avco'],
    [{ ...good, policy: undefined }, 'small: it has neither policy nor peerSpecific'],
    [{ ...good, policy: { colour: 'red' } }, 'small: policy: unknown field colour'],
    [{ ...good, policy: { negativeStock: 'maybe' } }, /^small: policy: CostingPolicySet\.negativeStock/],
    [{ ...good, steps: 1 }, 'small: steps is not a list'],
    [step({ kind: 'dance' }), 'small, step 1: unknown kind dance'],
    [step({ colour: 'red' }), 'small, step 1: unknown field colour'],
    [step({ qty: undefined }), 'small, step 1: a receipt needs qty'],
    [step({ qty: 3 }), 'small, step 1: qty must be a decimal string'],
    [step({ at: '2027-03-01' }), 'small, step 1: at is not an instant with an offset or Z'],
    [step({ n: 2 }), 'small, step 1: n is 2; steps are numbered in order of entry'],
    [step({ kind: 'cancel', ofStep: 1, qty: undefined }), 'small, step 1: ofStep 1 is not an earlier step'],
    [
      step({ kind: 'product_count', qty: undefined, lines: [{ qty: '1', colour: 'red' }] }),
      'small, step 1, line 1: unknown field colour',
    ],
    [{ ...good, expect: {} }, 'small: expect is not a list'],
    [expectation({ item: 'tea' }), 'small, figure 1: it expects nothing'],
    [expectation({ item: 'tea', colour: 'red' }), 'small, figure 1: unknown field colour'],
    [expectation({ onHand: 3 }), 'small, figure 1: onHand must be a decimal string'],
    [expectation({ onHand: '3' }, { afterStep: 9, onHand: '3' }), 'small, figure 2: there is no step 9'],
    [
      expectation({ asOf: 'noon', onHand: '3' }),
      'small, figure 1: asOf is not an instant with an offset or Z',
    ],
    [expectation({ rejected: 'yes' }), 'small, figure 1: rejected must be true or false'],
    [expectation({ relation: 'more or less' }), 'small, figure 1: relation "more or less" is not understood'],
    [{ ...good, peerSpecific: 3 }, 'small: peerSpecific says nothing'],
  ])('%j', (value, message) => {
    expect(errorOf(value)).toMatch(
      typeof message === 'string' ? new RegExp(`^${escaped(message)}$`) : message,
    )
  })

  it('an item may only be left out where there is one', () => {
    const two = [receipt, { ...receipt, n: 2, item: 'coffee' }]
    expect(errorOf({ ...good, steps: two })).toBe('small, figure 1: item is missing')
  })
})

function escaped(text: string): string {
  return text.replaceAll(/[()[\].*+?^$|\\]/g, '\\$&')
}

import { describe, expect, it } from 'vitest'
import { DomainError } from '../errors.ts'
import { example } from './event.spec.support.ts'
import type { EventType } from './event.ts'
import { parseEvent } from './parse.ts'

function refusalOf(input: unknown): DomainError {
  try {
    parseEvent(input)
  } catch (error) {
    if (error instanceof DomainError) return error
    throw error
  }
  throw new Error('accepted')
}

const spoilt = (type: EventType, fields: object) => refusalOf({ ...example(type), ...fields })
const hidden = JSON.parse('{"__proto__": "x"}')

describe('the beginning of a refusal says where and what', () => {
  it.each<[string, unknown, string]>([
    ['no object', 5, 'event: '],
    ['no type', {}, 'type: '],
    ['an unknown type', { type: 'StockStolen' }, '"StockStolen": '],
    ['a type that is no text', { type: 10n }, 'a bigint: '],
    ['a type that has no JSON', { type: Symbol('x') }, 'a symbol: '],
  ])('%s', (_, input, beginning) => {
    expect(refusalOf(input).message).toMatch(new RegExp(`^${beginning}`))
  })

  it.each<[string, EventType, object, string]>([
    ['a field there is not', 'StockSold', { colour: 'red' }, 'StockSold.colour: '],
    ['a hidden field', 'StockSold', { tags: hidden }, 'StockSold.tags.__proto__: '],
    ['a number', 'StockSold', { quantity: true }, 'StockSold.quantity (not a number): '],
    [
      'a number too long',
      'StockSold',
      { quantity: `0.${'1'.repeat(99)}` },
      `StockSold.quantity (0.${'1'.repeat(58)}): `,
    ],
    ['above zero', 'StockSold', { quantity: '0' }, 'StockSold.quantity (must be above zero): '],
    [
      'not below zero',
      'StockReceived',
      { unitCost: '-1' },
      'StockReceived.unitCost (must not be below zero): ',
    ],
    ['not zero', 'StockAdjusted', { quantity: '0' }, 'StockAdjusted.quantity (must not be zero): '],
    ['an instant', 'StockSold', { occurredAt: 5 }, 'StockSold.occurredAt (not an instant): '],
    [
      'an instant as text',
      'StockSold',
      { occurredAt: 'now' },
      'StockSold.occurredAt ("now" is not an instant): ',
    ],
    ['a date', 'PurchaseOrderSaved', { dueOn: 'soon' }, 'PurchaseOrderSaved.dueOn (not a calendar date): '],
    ['Unicode', 'StockSold', { note: '\ud800' }, 'StockSold.note (is not well-formed Unicode): '],
    ['a zone', 'BranchDefined', { timeZone: 'Mars' }, 'BranchDefined.timeZone (is not an IANA time zone): '],
    [
      'lots',
      'StockSold',
      { lots: [{ lot: 'L', quantity: '99' }] },
      'StockSold.lots (lots exceed the quantity): ',
    ],
    [
      'lots in',
      'StockAdjusted',
      { quantity: '5', lots: [{ lot: 'L', quantity: '-1' }] },
      'StockAdjusted.lots (lots of goods coming in must be above zero): ',
    ],
    [
      'one of two',
      'StockReceived',
      { totalCost: '1' },
      'StockReceived.unitCost (give either unitCost or totalCost): ',
    ],
    [
      'branches',
      'StockTransferred',
      { from: 'A', to: 'A' },
      'StockTransferred.to (must be another branch than `from`): ',
    ],
    [
      'lots of a correction',
      'LotCorrected',
      { from: 'L', to: 'L' },
      'LotCorrected.to (must be another lot than `from`): ',
    ],
    [
      'no change',
      'MovementAmended',
      { changes: {} },
      'MovementAmended.changes (change at least one field): ',
    ],
    [
      'two costs',
      'MovementAmended',
      { changes: { unitCost: '1', totalCost: '1' } },
      'MovementAmended.changes (give either unitCost or totalCost): ',
    ],
  ])('%s', (_, type, fields, beginning) => {
    expect(spoilt(type, fields).message.slice(0, beginning.length)).toBe(beginning)
  })
})

describe('the amounts of a sale', () => {
  const { netAmount: _, ...bare } = example('StockSold')

  it.each<[string, object, string | null]>([
    ['net', { netAmount: '9' }, null],
    ['gross and tax', { grossAmount: '12', taxAmount: '2' }, null],
    ['none', {}, 'MISSING_FIELD'],
    ['gross alone', { grossAmount: '12' }, 'INVALID_FIELD'],
    ['tax alone', { taxAmount: '2' }, 'INVALID_FIELD'],
    ['net and gross', { netAmount: '9', grossAmount: '12' }, 'INVALID_FIELD'],
    ['net and tax', { netAmount: '9', taxAmount: '2' }, 'INVALID_FIELD'],
    ['all', { netAmount: '9', grossAmount: '12', taxAmount: '2' }, 'INVALID_FIELD'],
  ])('%s', (_, amounts, code) => {
    const input = { ...bare, ...amounts }
    if (code === null) expect(parseEvent(input)).toMatchObject({ type: 'StockSold' })
    else {
      expect(refusalOf(input)).toMatchObject({ code, field: 'netAmount' })
      expect(refusalOf(input).message).toMatch(/give either netAmount, or grossAmount and taxAmount/)
    }
  })
})

it('values by name are kept in the order of their names, and so is their JSON', () => {
  const event = parseEvent({
    ...example('StockSold'),
    tags: { till: '7', '\u{1d54f}': 'x', a: '1', '\uffee': 'y' },
  })
  expect(JSON.stringify(Object.keys(event.tags ?? {}))).toBe(
    JSON.stringify(['a', 'till', '\uffee', '\u{1d54f}']),
  )
})

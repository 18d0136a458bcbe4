import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { DomainError } from '../errors.ts'
import { encodeEvent } from './encode.ts'
import { type Example, example, fullExamples, requiredFields } from './event.spec.support.ts'
import { type EventType, eventSchemas, inventoryEvent, isEventType } from './event.ts'
import { parseEvent } from './parse.ts'

// Object.keys forgets which names they are.
const types = Object.keys(eventSchemas) as readonly EventType[]

function refusal(input: unknown): string {
  try {
    parseEvent(input)
  } catch (error) {
    if (error instanceof DomainError) return `${error.code} ${error.field ?? ''}`.trim()
    throw error
  }
  return 'accepted'
}

const refusalOf = (type: EventType, changes: Example) => refusal(example(type, changes))

describe.each(types)('%s', (type) => {
  it('holds all its fields', () => {
    expect(encodeEvent(parseEvent(example(type)))).toEqual(example(type))
  })

  it('holds its required fields alone', () => {
    const least = Object.keys(fullExamples[type]).filter((field) => !requiredFields[type].includes(field))
    const onlyRequired = Object.fromEntries(least.map((field) => [field, undefined]))
    expect(refusalOf(type, onlyRequired)).toBe('accepted')
  })

  it.each(['id', 'occurredAt', ...requiredFields[type]])('is refused without %s', (field) => {
    expect(refusalOf(type, { [field]: undefined })).toBe(`MISSING_FIELD ${field}`)
  })

  it('is refused with a field it does not have', () => {
    expect(refusalOf(type, { colour: 'green' })).toBe('UNKNOWN_FIELD colour')
    expect(refusalOf(type, { recordedAt: '2027-03-31T10:00:00Z' })).toBe('UNKNOWN_FIELD recordedAt')
    expect(refusalOf(type, { position: 1 })).toBe('UNKNOWN_FIELD position')
  })

  it('is part of the one schema for all', () => {
    expect(inventoryEvent.safeParse(example(type)).success).toBe(true)
  })
})

describe('the one schema for all', () => {
  it('gives what is folded, which is nothing to be recorded', () => {
    const given = inventoryEvent.parse(example('StockSold'))
    expect(() => parseEvent(given)).toThrow(expect.objectContaining({ field: 'occurredAt' }))
  })

  it('is a JSON schema of what may come in', () => {
    const { oneOf } = z.toJSONSchema(inventoryEvent, { io: 'input', unrepresentable: 'any' })
    expect(oneOf).toHaveLength(Object.keys(eventSchemas).length)
  })
})

describe('quantities', () => {
  it.each<EventType>([
    'StockReceived',
    'StockReturnedToSupplier',
    'StockSold',
    'StockReturnedByCustomer',
    'StockTransferred',
    'LotCorrected',
    'StockReserved',
    'ReservationReleased',
  ])('of %s are above zero', (type) => {
    for (const quantity of ['0', '-0', 0, '-1'])
      expect(refusalOf(type, { quantity })).toBe('INVALID_FIELD quantity')
  })

  it.each<EventType>(['PurchaseOrderSaved', 'ChannelStockAllocated'])('of %s are zero or above', (type) => {
    expect(refusalOf(type, { quantity: '0' })).toBe('accepted')
    expect(refusalOf(type, { quantity: '-0.000001' })).toBe('INVALID_FIELD quantity')
  })

  it('of an adjustment have a sign and are not zero', () => {
    const without = { lots: undefined }
    expect(refusalOf('StockAdjusted', { ...without, quantity: '3' })).toBe('accepted')
    expect(refusalOf('StockAdjusted', { ...without, quantity: '0' })).toBe('INVALID_FIELD quantity')
  })

  it('of a count entry may be anything, also zero', () => {
    for (const quantity of ['0', '-3', '3']) expect(refusalOf('StockCounted', { quantity })).toBe('accepted')
  })

  it.each<EventType>(types.filter((type) => 'quantity' in fullExamples[type]))(
    'of %s are decimals of at most six places below 10^12',
    (type) => {
      expect(refusalOf(type, { quantity: '1.0000001' })).toBe('TOO_PRECISE quantity')
      expect(refusalOf(type, { quantity: '1000000000000' })).toBe('TOO_LARGE quantity')
      for (const quantity of [NaN, 'NaN', Infinity, 'many', '', null, true, [], {}]) {
        expect(refusalOf(type, { quantity })).toBe('NOT_A_NUMBER quantity')
      }
    },
  )
})

describe('costs and amounts', () => {
  it.each<[EventType, string]>([
    ['StockReceived', 'unitCost'],
    ['StockAdjusted', 'unitCost'],
    ['CountPosted', 'unitCost'],
    ['PurchaseOrderSaved', 'unitCost'],
    ['CostRevalued', 'unitCost'],
    ['MarketCostSet', 'unitCost'],
    ['ItemDefined', 'marketCost'],
    ['ItemDefined', 'lastReceiptCost'],
    ['ItemDefined', 'suggestedList'],
    ['ItemDefined', 'minimum'],
    ['ItemDefined', 'maximum'],
    ['ItemDefined', 'safetyStock'],
  ])('of %s: %s is zero or above', (type, field) => {
    expect(refusalOf(type, { [field]: '0' })).toBe('accepted')
    expect(refusalOf(type, { [field]: '-1' })).toBe(`INVALID_FIELD ${field}`)
    expect(refusalOf(type, { [field]: '0.0000001' })).toBe(`TOO_PRECISE ${field}`)
  })

  it('of a receipt: either unitCost or totalCost', () => {
    expect(refusalOf('StockReceived', { unitCost: undefined, totalCost: '25' })).toBe('accepted')
    expect(refusalOf('StockReceived', { unitCost: undefined, totalCost: '-1' })).toBe(
      'INVALID_FIELD totalCost',
    )
    expect(refusalOf('StockReceived', { totalCost: '25' })).toBe('INVALID_FIELD unitCost')
  })

  it('of a receipt correction: either an amount of any sign or a unit cost', () => {
    expect(refusalOf('ReceiptCostAdjusted', { amount: undefined, unitCost: '2' })).toBe('accepted')
    expect(refusalOf('ReceiptCostAdjusted', { amount: undefined, unitCost: '-2' })).toBe(
      'INVALID_FIELD unitCost',
    )
    expect(refusalOf('ReceiptCostAdjusted', { unitCost: '2' })).toBe('INVALID_FIELD amount')
  })

  it('of a revaluation: either a unit cost or an amount of any sign', () => {
    expect(refusalOf('CostRevalued', { unitCost: undefined, amount: '-2' })).toBe('accepted')
    expect(refusalOf('CostRevalued', { amount: '-2' })).toBe('INVALID_FIELD unitCost')
  })

  it.each<EventType>(['StockSold', 'StockReturnedByCustomer'])(
    'of %s: netAmount, or grossAmount and taxAmount',
    (type) => {
      const grossAmount = '12'
      const taxAmount = '2'
      expect(refusalOf(type, { netAmount: undefined, grossAmount, taxAmount })).toBe('accepted')
      expect(refusalOf(type, { netAmount: undefined, grossAmount })).toBe('INVALID_FIELD netAmount')
      expect(refusalOf(type, { netAmount: undefined, taxAmount })).toBe('INVALID_FIELD netAmount')
      expect(refusalOf(type, { grossAmount, taxAmount })).toBe('INVALID_FIELD netAmount')
    },
  )

  it('of a direct sale: its unit cost', () => {
    expect(refusalOf('StockSold', { direct: { unitCost: '-1' } })).toBe('INVALID_FIELD direct.unitCost')
    expect(refusalOf('StockSold', { direct: {} })).toBe('MISSING_FIELD direct.unitCost')
    expect(refusalOf('StockSold', { direct: { unitCost: '1', code: 'x' } })).toBe('UNKNOWN_FIELD direct.code')
  })

  it('of charges: a code and an amount of any sign', () => {
    expect(refusalOf('StockReceived', { charges: [{ code: 'rebate', amount: '-3' }] })).toBe('accepted')
    expect(refusalOf('StockReceived', { charges: [{ amount: '3' }] })).toBe('MISSING_FIELD charges.0.code')
    expect(refusalOf('StockTransferred', { charges: [{ code: 'a' }] })).toBe('MISSING_FIELD charges.0.amount')
    expect(refusalOf('StockTransferred', { charges: [{ code: 'a', amount: '1', of: 'b' }] })).toBe(
      'UNKNOWN_FIELD charges.0.of',
    )
  })
})

describe('lots', () => {
  const inLots = (...quantities: readonly string[]) => ({
    lots: quantities.map((quantity, index) => ({ lot: `L${index}`, quantity })),
  })

  it.each<[EventType, string]>([
    ['StockReceived', '10'],
    ['StockReturnedToSupplier', '1'],
    ['StockSold', '2'],
    ['StockReturnedByCustomer', '1'],
    ['StockTransferred', '3'],
    ['StockAdjusted', '1'],
  ])('of %s add up to at most the quantity', (type, quantity) => {
    expect(refusalOf(type, inLots(quantity))).toBe('accepted')
    expect(refusalOf(type, inLots('0.5'))).toBe('accepted')
    expect(refusalOf(type, inLots(quantity, '0.000001'))).toBe('LOTS_EXCEED_QUANTITY lots')
  })

  it('of goods coming in are above zero; of goods lost they may have the sign of the quantity', () => {
    expect(refusalOf('StockReceived', inLots('-1'))).toBe('INVALID_FIELD lots.0.quantity')
    expect(refusalOf('StockAdjusted', { quantity: '2', ...inLots('-1') })).toBe('INVALID_FIELD lots')
    expect(refusalOf('StockAdjusted', { quantity: '-2', ...inLots('-1', '-1') })).toBe('accepted')
    expect(refusalOf('StockAdjusted', { quantity: '-2', ...inLots('-2', '-1') })).toBe(
      'LOTS_EXCEED_QUANTITY lots',
    )
  })

  it('expire on a date of the calendar', () => {
    const expiring = (expiresOn: unknown) =>
      refusalOf('StockReceived', { lots: [{ lot: 'L1', quantity: '1', expiresOn }] })
    expect(expiring('2028-02-29')).toBe('accepted')
    for (const date of [
      '2027-02-29',
      '2027-13-01',
      '2027-00-10',
      '2027-04-31',
      '27-04-01',
      '2027-04-01T00:00Z',
      '',
    ]) {
      expect(expiring(date)).toBe('INVALID_DATE lots.0.expiresOn')
    }
    expect(refusalOf('PurchaseOrderSaved', { dueOn: '2027-02-30' })).toBe('INVALID_DATE dueOn')
    expect(refusalOf('LotCorrected', { expiresOn: 'soon' })).toBe('INVALID_DATE expiresOn')
  })

  it('are corrected from one to another, the no-lot bucket being one of them', () => {
    expect(refusalOf('LotCorrected', { from: 'L1', to: 'L2' })).toBe('accepted')
    expect(refusalOf('LotCorrected', { from: undefined, to: 'L2' })).toBe('accepted')
    expect(refusalOf('LotCorrected', { from: 'L1', to: undefined })).toBe('accepted')
    expect(refusalOf('LotCorrected', { from: 'L1', to: 'L1' })).toBe('INVALID_FIELD to')
    expect(refusalOf('LotCorrected', { from: undefined, to: undefined })).toBe('MISSING_FIELD to')
  })
})

describe('a transfer', () => {
  it('is between two branches', () => {
    expect(refusalOf('StockTransferred', { to: 'north' })).toBe('INVALID_FIELD to')
    expect(refusalOf('StockTransferred', { to: ' north ' })).toBe('INVALID_FIELD to')
  })
})

describe('words of a fixed choice', () => {
  it.each<[EventType, string, readonly string[]]>([
    ['PurchaseOrderSaved', 'status', ['draft', 'ordered', 'closed', 'cancelled']],
    ['CostingPolicySet', 'averageScope', ['branch', 'company']],
    ['CostingPolicySet', 'supplierReturnCost', ['average', 'receipt']],
    ['CostingPolicySet', 'customerReturnCost', ['sale', 'average']],
    ['CostingPolicySet', 'lateChargeEffect', ['receipt', 'arrival']],
    ['CostingPolicySet', 'negativeStock', ['allow', 'refuse']],
    ['ItemDefined', 'taxable', ['yes', 'no', 'always', 'VAT']],
    ['ItemDefined', 'discountCode', ['discountable', 'net']],
    ['ItemDefined', 'priceRounding', ['none', '.01', '.09', '1.00', '5.00']],
    ['StockSold', 'late', ['accept']],
  ])('%s.%s', (type, field, words) => {
    for (const word of words) expect(refusalOf(type, { [field]: word })).toBe('accepted')
    for (const word of ['other', '', 1, true])
      expect(refusalOf(type, { [field]: word })).toBe(`INVALID_FIELD ${field}`)
  })

  it.each([
    'setMarketCostWithLastReceiptCostChange',
    'includeAdjustments',
    'updateLastReceiptCostOnTransfers',
  ])('CostingPolicySet.%s is true or false', (field) => {
    expect(refusalOf('CostingPolicySet', { [field]: false })).toBe('accepted')
    expect(refusalOf('CostingPolicySet', { [field]: 'true' })).toBe(`INVALID_FIELD ${field}`)
  })
})

describe('an item', () => {
  it.each(
    Object.keys(fullExamples.ItemDefined).filter(
      (field) => !['item', 'tracksQuantity', 'branches'].includes(field),
    ),
  )('%s is cleared by null', (field) => {
    expect(refusalOf('ItemDefined', { [field]: null })).toBe('accepted')
  })

  it.each(['tracksQuantity', 'branches', 'item'])('%s cannot be cleared', (field) => {
    expect(refusalOf('ItemDefined', { [field]: null })).toBe(`INVALID_FIELD ${field}`)
  })

  it.each([
    ['unit', 'kg'],
    ['tracksQuantity', false],
    ['branches', {}],
    ['item', 'tea'],
  ])('%s cannot differ at a branch', (field, value) => {
    expect(refusalOf('ItemDefined', { branches: { south: { [field]: value } } })).toBe(
      `UNKNOWN_FIELD branches.south.${field}`,
    )
  })
})

describe('a branch', () => {
  it('has a time zone of the IANA database', () => {
    for (const timeZone of ['UTC', 'America/St_Johns', 'Asia/Kathmandu']) {
      expect(refusalOf('BranchDefined', { timeZone })).toBe('accepted')
    }
    expect(refusalOf('BranchDefined', { timeZone: 'Europe/Atlantis' })).toBe('INVALID_FIELD timeZone')
    expect(refusalOf('ScheduleSet', { timeZone: 'noon' })).toBe('INVALID_FIELD timeZone')
  })
})

describe('an amendment', () => {
  const changing = (changes: unknown) => refusalOf('MovementAmended', { changes })

  it.each([
    ['quantity', '3'],
    ['quantity', '0'],
    ['unitCost', '2'],
    ['totalCost', '2'],
    ['netAmount', '-2'],
    ['occurredAt', '2027-03-01T10:00+02:00'],
    ['branch', 'south'],
  ])('may change %s to %s alone', (field, value) => {
    expect(changing({ [field]: value })).toBe('accepted')
  })

  it('changes something, and nothing else', () => {
    expect(changing({})).toBe('INVALID_FIELD changes')
    expect(changing({ reason: 'x' })).toBe('UNKNOWN_FIELD changes.reason')
    expect(changing({ occurredAt: '2027-03-01' })).toBe('INVALID_INSTANT changes.occurredAt')
    expect(changing({ unitCost: '-1' })).toBe('INVALID_FIELD changes.unitCost')
    expect(changing({ unitCost: '1', totalCost: '2' })).toBe('INVALID_FIELD changes')
  })
})

describe('a reopened period', () => {
  it('says what is still closed, or null for nothing', () => {
    expect(refusalOf('PeriodReopened', { through: '2027-01-31T23:59:59.999Z' })).toBe('accepted')
    expect(refusalOf('PeriodClosed', { through: null })).toBe('INVALID_INSTANT through')
  })
})

describe('names of types', () => {
  it('are those there are, and no others', () => {
    expect(types).toHaveLength(33)
    expect(types.every(isEventType)).toBe(true)
    expect(['', 'toString', '__proto__', 'stockSold', 1, null].some(isEventType)).toBe(false)
  })
})

import { z } from 'zod'
import { once } from '../made-once.ts'
import { eventOf, keyed, notNegative, signed, text } from './fields.ts'

/** What may differ from branch to branch; `null` clears. */
export const branchAttributes = once(() => ({
  name: text().nullable().optional(),
  stocked: z.boolean().nullable().optional(),
  maintainReceipts: z.boolean().nullable().optional(),
  taxable: z.enum(['yes', 'no', 'always', 'VAT']).nullable().optional(),
  discountCode: z.enum(['discountable', 'net']).nullable().optional(),
  priceMatrix: text().nullable().optional(),
  priceRounding: z.enum(['none', '.01', '.09', '1.00', '5.00']).nullable().optional(),
  merchandising: z.array(text()).max(100).nullable().optional(),
  group: text().nullable().optional(),
  section: text().nullable().optional(),
  vendor: text().nullable().optional(),
  suggestedList: notNegative().nullable().optional(),
  prices: keyed(notNegative()).nullable().optional(),
  marketCost: notNegative().nullable().optional(),
  lastReceiptCost: notNegative().nullable().optional(),
  expectedMargin: signed().nullable().optional(),
  minimumMargin: signed().nullable().optional(),
  minimum: notNegative().nullable().optional(),
  maximum: notNegative().nullable().optional(),
  safetyStock: notNegative().nullable().optional(),
}))

/** Creates or changes an item: merges field by field; arrays and prices replace; `null` clears. */
export const ItemDefined = () =>
  eventOf('ItemDefined', {
    item: text(),
    unit: text().nullable().optional(),
    tracksQuantity: z.boolean().optional(),
    ...branchAttributes(),
    branches: keyed(z.strictObject(branchAttributes())).optional(),
  })

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) !== null
  } catch {
    return false
  }
}

/** An IANA time zone, such as `Europe/London`. */
export const timeZone = once(() => text().refine(isTimeZone, { error: 'is not an IANA time zone' }))

/** A place where stock is kept. */
export const BranchDefined = () =>
  eventOf('BranchDefined', {
    branch: text(),
    name: text().optional(),
    timeZone: timeZone().optional(),
    active: z.boolean().optional(),
  })

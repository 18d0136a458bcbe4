import { z } from 'zod'
import { pageOf } from '../paging.ts'
import { decimal, instant, knowledgePoint, moment } from './fields.ts'

const sales = z.object({ sales: decimal, cost: decimal, grossMargin: decimal.nullable() })

/** An item at a branch, or over the company. */
export const itemPage = z.object({
  item: z.string(),
  branch: z.string().nullable(),
  asOf: instant,
  knownThrough: knowledgePoint.nullable(),
  name: z.string(),
  unit: z.string().nullable(),
  suggestedList: decimal.nullable(),
  prices: z.record(z.string(), decimal),
  costs: z.object({
    market: decimal.nullable(),
    lastReceipt: decimal.nullable(),
    weightedAverage: decimal.nullable(),
  }),
  merchandising: z.array(z.string()).readonly(),
  group: z.string().nullable(),
  section: z.string().nullable(),
  vendor: z.string().nullable(),
  quantities: z.object({
    minimum: decimal.nullable(),
    maximum: decimal.nullable(),
    onHand: decimal,
    reserved: decimal,
    held: decimal,
    available: decimal,
    onOrder: decimal,
    suggestedOrder: decimal.nullable(),
  }),
  margins: z.object({
    expected: decimal.nullable(),
    minimum: decimal.nullable(),
    belowExpected: z.boolean(),
    belowMinimum: z.boolean(),
  }),
  sales: z.object({ currentMonth: sales, currentYear: sales, lastMonth: sales, lastYear: sales }),
  codes: z.object({
    stocked: z.boolean(),
    tracksQuantity: z.boolean(),
    maintainReceipts: z.boolean().nullable(),
    taxable: z.string().nullable(),
    discountCode: z.string().nullable(),
    priceMatrix: z.string().nullable(),
    priceRounding: z.string().nullable(),
  }),
  dates: z.object({
    lastSold: instant.nullable(),
    lastPurchased: instant.nullable(),
    lastReceipt: instant.nullable(),
    lastCounted: instant.nullable(),
  }),
  lastCountQuantity: decimal.nullable(),
  lots: z
    .array(
      z.object({
        lot: z.string().nullable(),
        expiresOn: z.string().nullable(),
        quantity: decimal,
        held: z.boolean(),
      }),
    )
    .readonly(),
  channels: z
    .array(z.object({ channel: z.string(), allocated: decimal, reserved: decimal, available: decimal }))
    .readonly(),
})

export type ItemPageAnswer = z.infer<typeof itemPage>

/** The company, then each branch. */
export const item = z.object({ moment, company: itemPage, branches: z.array(itemPage).readonly() })

export type ItemAnswer = z.infer<typeof item>

/** A line of a stock card. */
export const cardLine = z.object({
  id: z.string(),
  type: z.string(),
  occurredAt: instant,
  recordedAt: instant,
  branch: z.string(),
  quantity: decimal,
  onHand: decimal,
  value: decimal,
  averageCost: decimal.nullable(),
  cost: decimal,
  corrections: z.array(z.object({ id: z.string(), type: z.string(), recordedAt: instant })).readonly(),
})

export const card = pageOf(cardLine).extend({ moment })

export type CardAnswer = z.infer<typeof card>

/** How an item stood over time: every point is one of its movements, with what stood there after it. */
export const itemHistory = z.object({
  moment,
  /** How many movements there are; the points are what can be drawn of them. */
  lines: z.number().int(),
  points: z.array(
    z.object({
      at: instant,
      id: z.string(),
      type: z.string(),
      onHand: decimal,
      value: decimal,
      averageCost: decimal.nullable(),
      corrections: z.number().int(),
    }),
  ),
})

export type ItemHistoryAnswer = z.infer<typeof itemHistory>

import { z } from 'zod'
import { pageOf } from '../paging.ts'
import { decimal, instant, moment } from './fields.ts'

/** What deserves a look in a row. */
export const flags = ['negative', 'below-minimum', 'no-cost'] as const

/** One item at one branch. */
export const level = z.object({
  item: z.string(),
  branch: z.string(),
  name: z.string(),
  onHand: decimal,
  value: decimal,
  averageCost: decimal.nullable(),
  lastReceiptCost: decimal.nullable(),
  marketCost: decimal.nullable(),
  lastSoldOn: instant.nullable(),
  lastPurchasedOn: instant.nullable(),
  lastReceiptOn: instant.nullable(),
  lastCountedOn: instant.nullable(),
  lastCountQuantity: decimal.nullable(),
  onOrder: decimal,
  reserved: decimal,
  available: decimal,
  flags: z.array(z.enum(flags)),
})

export type LevelAnswer = z.infer<typeof level>

const sums = z.object({ onHand: decimal, value: decimal, rows: z.number().int(), items: z.number().int() })

/** A page of levels, with what all rows found add up to. */
export const levels = pageOf(level).extend({ moment, totals: sums })

export type LevelsAnswer = z.infer<typeof levels>

/** What a group adds up to; a grouping that was not asked for is left out. */
export const totals = z.object({
  moment,
  items: z.array(
    z.object({
      item: z.string().nullish(),
      branch: z.string().nullish(),
      group: z.string().nullish(),
      section: z.string().nullish(),
      vendor: z.string().nullish(),
      onHand: decimal,
      value: decimal,
      items: z.number().int(),
    }),
  ),
})

export type TotalsAnswer = z.infer<typeof totals>

/** Levels added up; `of` is what they have in common, `null`: nothing. */
export const group = z.object({
  of: z.string().nullable(),
  name: z.string().nullable(),
  onHand: decimal,
  value: decimal,
  available: decimal,
  rows: z.number().int(),
  items: z.number().int(),
  negative: z.number().int(),
})

export const groups = pageOf(group).extend({ moment, totals: sums })

export type GroupsAnswer = z.infer<typeof groups>

/** Lots of a view, and what is in none. */
export const lots = pageOf(
  z.object({
    item: z.string(),
    branch: z.string(),
    lot: z.string().nullable(),
    expiresOn: z.string().nullable(),
    daysLeft: z.number().int().nullable(),
    held: z.boolean(),
    quantity: decimal,
    value: decimal.nullable(),
  }),
).extend({ moment })

export type LotsAnswer = z.infer<typeof lots>

/** What is set aside for channels, and what for none. */
export const channels = pageOf(
  z.object({
    item: z.string(),
    branch: z.string(),
    channel: z.string().nullable(),
    allocated: decimal,
    reserved: decimal,
    available: decimal,
  }),
).extend({ moment })

export type ChannelsAnswer = z.infer<typeof channels>

import { z } from 'zod'
import { eventOf, notNegative, signed, text } from './fields.ts'

/** A count entry: moves nothing; entries add up until posted, a negative one corrects an earlier one. */
export const StockCounted = () =>
  eventOf('StockCounted', {
    item: text(),
    branch: text(),
    quantity: signed(),
    count: text().optional(),
    lots: z
      .array(z.strictObject({ lot: text(), quantity: signed() }))
      .max(1000)
      .optional(),
  })

/** Posts the entries: on hand becomes what was counted, corrected for movement since. */
export const CountPosted = () =>
  eventOf('CountPosted', {
    item: text(),
    branch: text(),
    count: text().optional(),
    unitCost: notNegative().optional(),
  })

/** Clears unposted entries and the last count quantity; the date stays. */
export const CountsInitialised = () => eventOf('CountsInitialised', { item: text(), branch: text() })

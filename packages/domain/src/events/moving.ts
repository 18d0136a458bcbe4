import { z } from 'zod'
import {
  charges,
  eventOf,
  localDate,
  lots,
  lotsWithinQuantity,
  notNegative,
  notZero,
  positive,
  text,
} from './fields.ts'

/** Out of one branch and into another, in one fact. */
export const StockTransferred = () =>
  eventOf('StockTransferred', {
    item: text(),
    from: text(),
    to: text(),
    quantity: positive(),
    charges: charges().optional(),
    lots: lots(),
  })
    .refine((event) => event.from !== event.to, { error: 'must be another branch than `from`', path: ['to'] })
    .superRefine(lotsWithinQuantity)

/** Found, shrunk, damaged, expired: the reason is the host's word. Lots follow the sign of the quantity. */
export const StockAdjusted = () =>
  eventOf('StockAdjusted', {
    item: text(),
    branch: text(),
    quantity: notZero(),
    reason: text(),
    unitCost: notNegative().optional(),
    lots: z
      .array(z.strictObject({ lot: text(), quantity: notZero(), expiresOn: localDate().optional() }))
      .max(1000)
      .optional(),
  })
    .refine((event) => event.quantity < 0n || (event.lots ?? []).every((lot) => lot.quantity > 0n), {
      error: 'lots of goods coming in must be above zero',
      path: ['lots'],
    })
    .superRefine(lotsWithinQuantity)

/** Moves quantity between lots of a branch (absent: the no-lot bucket); on hand stays. */
export const LotCorrected = () =>
  eventOf('LotCorrected', {
    item: text(),
    branch: text(),
    from: text().optional(),
    to: text().optional(),
    quantity: positive(),
    expiresOn: localDate().optional(),
  }).refine((event) => event.from !== event.to, { error: 'must be another lot than `from`', path: ['to'] })

/** A lot that stays on hand but must not be promised or sold. */
export const LotHeld = () => eventOf('LotHeld', { item: text(), branch: text().optional(), lot: text() })

/** A held lot that is free again. */
export const LotReleased = () =>
  eventOf('LotReleased', { item: text(), branch: text().optional(), lot: text() })

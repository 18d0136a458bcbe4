import { z } from 'zod'
import { eventOf, instant, notNegative, signed, text } from './fields.ts'

/** The named event, correction or void never happened. */
export const MovementVoided = () =>
  eventOf('MovementVoided', { item: text(), movement: text(), reason: text() })

/** The named event happened otherwise; fields left out stand as they were. */
export const MovementAmended = () =>
  eventOf('MovementAmended', {
    item: text(),
    movement: text(),
    changes: z
      .strictObject({
        quantity: signed().optional(),
        unitCost: notNegative().optional(),
        totalCost: notNegative().optional(),
        netAmount: signed().optional(),
        occurredAt: instant().optional(),
        branch: text().optional(),
      })
      .refine((changes) => Object.values(changes).some((value) => value !== undefined), {
        error: 'change at least one field',
      })
      .refine((changes) => changes.unitCost === undefined || changes.totalCost === undefined, {
        error: 'give either unitCost or totalCost',
      }),
  })

/** Nothing at or before `through` may be recorded any more. */
export const PeriodClosed = () => eventOf('PeriodClosed', { through: instant() })

/** Opens what was closed, down to the instant still closed, or wholly (`null`). */
export const PeriodReopened = () => eventOf('PeriodReopened', { through: instant().nullable() })

import { z } from 'zod'
import { eventOf, lots, lotsWithinQuantity, notNegative, positive, signed, text } from './fields.ts'

const saleAmounts = () => ({
  netAmount: signed().optional(),
  grossAmount: signed().optional(),
  taxAmount: signed().optional(),
})

type SaleAmounts = z.output<z.ZodObject<ReturnType<typeof saleAmounts>>>

function netOrGrossWithTax(event: SaleAmounts, ctx: z.RefinementCtx): void {
  const net = event.netAmount !== undefined
  const gross = event.grossAmount !== undefined
  const tax = event.taxAmount !== undefined
  if (net ? !gross && !tax : gross && tax) return
  const code = net || gross || tax ? 'INVALID_FIELD' : 'MISSING_FIELD'
  const message = 'give either netAmount, or grossAmount and taxAmount'
  ctx.addIssue({ code: 'custom', message, params: { code }, path: ['netAmount'] })
}

/** Goods out against a customer; `direct` (shipped by the supplier) never touches stock. */
export const StockSold = () =>
  eventOf('StockSold', {
    item: text(),
    branch: text(),
    quantity: positive(),
    ...saleAmounts(),
    channel: text().optional(),
    customer: text().optional(),
    reservation: text().optional(),
    lots: lots(),
    direct: z.strictObject({ unitCost: notNegative() }).optional(),
  })
    .superRefine(netOrGrossWithTax)
    .superRefine(lotsWithinQuantity)

/** Goods back in from a customer; at the named sale's cost. */
export const StockReturnedByCustomer = () =>
  eventOf('StockReturnedByCustomer', {
    item: text(),
    branch: text(),
    quantity: positive(),
    ...saleAmounts(),
    sale: text().optional(),
    channel: text().optional(),
    lots: lots(),
  })
    .superRefine(netOrGrossWithTax)
    .superRefine(lotsWithinQuantity)

/** Goods promised to someone, until released or sold. */
export const StockReserved = () =>
  eventOf('StockReserved', {
    item: text(),
    branch: text(),
    reservation: text(),
    quantity: positive(),
    channel: text().optional(),
  })

/** Promised goods that are free again. */
export const ReservationReleased = () =>
  eventOf('ReservationReleased', {
    item: text(),
    branch: text(),
    reservation: text(),
    quantity: positive(),
    channel: text().optional(),
  })

/** The quantity set aside for a channel, absolute. */
export const ChannelStockAllocated = () =>
  eventOf('ChannelStockAllocated', {
    item: text(),
    branch: text(),
    channel: text(),
    quantity: notNegative(),
  })

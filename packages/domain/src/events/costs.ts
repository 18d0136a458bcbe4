import { z } from 'zod'
import { eventOf, exactlyOne, notNegative, signed, text } from './fields.ts'

/** A deliberate revaluation: the new average of what is on hand, or an amount added to its value. */
export const CostRevalued = () =>
  eventOf('CostRevalued', {
    item: text(),
    branch: text(),
    unitCost: notNegative().optional(),
    amount: signed().optional(),
  }).superRefine(exactlyOne('unitCost', 'amount'))

/** The going rate, by hand; zero opts the item out of market and last receipt cost. */
export const MarketCostSet = () =>
  eventOf('MarketCostSet', {
    item: text(),
    branch: text().optional(),
    unitCost: notNegative(),
  })

/** The parameters of costing, company-wide, from `occurredAt` on; those left out stay. */
export const policyParameters = () => ({
  setMarketCostWithLastReceiptCostChange: z.boolean(),
  includeAdjustments: z.boolean(),
  updateLastReceiptCostOnTransfers: z.boolean(),
  averageScope: z.enum(['branch', 'company']),
  supplierReturnCost: z.enum(['average', 'receipt']),
  customerReturnCost: z.enum(['sale', 'average']),
  lateChargeEffect: z.enum(['receipt', 'arrival']),
  negativeStock: z.enum(['allow', 'refuse']),
})

export const CostingPolicySet = () =>
  eventOf('CostingPolicySet', z.object(policyParameters()).partial().shape)

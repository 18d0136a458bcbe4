import { perUnitOfDoubles, prorateDoubles } from '@tidemark/projection'
import { ONE, receiveAtCost, takesCosts } from './average.ts'
import { either, movedBranch, type StockShortcuts, short, trackedItem } from './short.ts'

export const receivingShortcuts: StockShortcuts = {
  StockReceived: short(
    {
      branch: 'text',
      occurredAt: 'instant',
      quantity: 'micros',
      unitCost: 'micros',
      totalCost: 'micros',
    },
    (records, receipt, company) => {
      const { branch, occurredAt, quantity, unitCost, totalCost } = receipt
      const item = trackedItem(records, company)
      const here = movedBranch(records, branch)
      if (item === undefined || here === undefined || quantity === 0 || !takesCosts(item, here)) return false
      const isByUnit = !Number.isNaN(unitCost)
      const bare = isByUnit ? prorateDoubles(quantity, unitCost, ONE) : either(totalCost, 0)
      const bareUnit = isByUnit ? unitCost : perUnitOfDoubles(bare, quantity)
      const unit = company.policy.includeAdjustments ? perUnitOfDoubles(bare, quantity) : bareUnit
      // A cost that was not set may not become one that is not known.
      if (Number.isNaN(bareUnit) || Number.isNaN(unit)) return false
      receiveAtCost(here, quantity, bare)
      here.lastReceiptOn = occurredAt
      if (bareUnit === 0) return true
      const isOther = either(here.lastReceiptCost, item.lastReceiptCost) !== bareUnit
      here.lastReceiptCost = bareUnit
      if (isOther && company.policy.setMarketCostWithLastReceiptCostChange && unit > 0) here.marketCost = unit
      return true
    },
  ),
}

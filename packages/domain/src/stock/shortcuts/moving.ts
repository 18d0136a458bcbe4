import { issueAtAverage, receiveAtCost, takesCosts } from './average.ts'
import { movedBranch, type StockShortcuts, short, trackedItem } from './short.ts'

export const movingShortcuts: StockShortcuts = {
  StockAdjusted: short({ branch: 'text', quantity: 'micros' }, (records, { branch, quantity }, company) => {
    const item = trackedItem(records, company)
    const here = movedBranch(records, branch)
    if (item === undefined || here === undefined || quantity === 0) return false
    issueAtAverage(item, here, -quantity)
    return true
  }),

  StockTransferred: short(
    { from: 'text', to: 'text', quantity: 'micros' },
    (records, { from, to, quantity }, company) => {
      const item = trackedItem(records, company)
      const sender = movedBranch(records, from)
      const receiver = movedBranch(records, to)
      if (item === undefined || sender === undefined || receiver === undefined || quantity === 0) return false
      if (company.policy.updateLastReceiptCostOnTransfers || !takesCosts(item, receiver)) return false
      receiveAtCost(receiver, quantity, issueAtAverage(item, sender, quantity))
      return true
    },
  ),
}

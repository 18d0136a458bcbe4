import type { InventoryView } from 'tidemark'

/** How many levels a view has, and all their figures added up: nothing of it can be left out unread. */
export interface Sum {
  readonly levels: number
  readonly sum: number
}

/** Reads every field of every level. The sum is rounded: it shows that all was read, not what it comes to. */
export function readEveryField(view: InventoryView): Sum {
  let levels = 0
  let sum = 0
  view.each((level) => {
    levels++
    sum += level.item.length + level.branch.length
    sum += Number(level.onHand) + Number(level.value) + Number(level.averageCost)
    sum += Number(level.lastReceiptCost) + Number(level.marketCost) + Number(level.lastCountQuantity)
    sum += Number(level.onOrder) + Number(level.reserved) + Number(level.held) + Number(level.available)
    sum += Number(level.lastSoldOn) + Number(level.lastPurchasedOn)
    sum += Number(level.lastReceiptOn) + Number(level.lastCountedOn)
  })
  return { levels, sum }
}

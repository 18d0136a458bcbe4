import type { CardLine, InventoryView } from 'tidemark'
import { Decimal } from 'tidemark'

/** The month in which an item lost most to adjustments. */
export interface WorstMonth {
  readonly item: string
  /** Such as `2011-03`, in UTC. */
  readonly month: string
  /** Cost of what was adjusted out. */
  readonly lost: Decimal
}

/** What one month did to an item. */
export interface MonthOfItem {
  readonly month: string
  readonly received: string
  readonly sold: string
  readonly returned: string
  readonly adjusted: string
  readonly onHand: string
  readonly value: string
}

/** The item and month with the greatest loss by adjustments, `null` when nothing was ever adjusted out. */
export function worstMonth(view: InventoryView, items: readonly string[]): WorstMonth | null {
  let worst: WorstMonth | null = null
  for (const item of items) {
    const losses = view
      .explain(item)
      .filter((line) => line.type === 'StockAdjusted' && line.quantity.startsWith('-'))
    for (const [month, lines] of Map.groupBy(losses, monthOf)) {
      const lost = Decimal.sum(0, ...lines.map(({ cost }) => cost))
      if (worst === null || lost.gt(worst.lost)) worst = { item, month, lost }
    }
  }
  return worst
}

/** An item's months from its stock card, with what was there at the end of each. */
export function monthsOf(card: readonly CardLine[]): readonly MonthOfItem[] {
  return [...Map.groupBy(card, monthOf)].map(([month, lines]) => {
    const last = lines.at(-1)
    const sum = (type: string) =>
      Decimal.sum(0, ...lines.filter((line) => line.type === type).map(({ quantity }) => quantity)).toFixed()
    return {
      month,
      received: sum('StockReceived'),
      sold: sum('StockSold'),
      returned: sum('StockReturnedByCustomer'),
      adjusted: sum('StockAdjusted'),
      onHand: last?.onHand ?? '0',
      value: last?.value ?? '0',
    }
  })
}

function monthOf({ occurredAt }: CardLine): string {
  return occurredAt.slice(0, 7)
}

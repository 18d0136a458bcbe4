import type { StockRecords } from '@tidemark/domain'
import { formatMicros, type Micros, ONE, prorate, type UnitState } from '@tidemark/projection'
import type { SalesFigures } from './item-snapshot.ts'
import type { Period } from './periods.ts'

/** Net sales and what they cost, in micros. */
export interface Sold {
  readonly sales: Micros
  readonly cost: Micros
}

export const nothingSold: Sold = { sales: 0n, cost: 0n }

/** The item as of an instant, all of them by the same knowledge; `undefined` before it begins. */
export type ItemAt = (instant: number) => UnitState<StockRecords> | undefined

/**
 * What was sold at a branch in a period: the difference of what had been sold at its two ends.
 *
 * It is exact for any two instants, and corrections of the past are in it as soon as they are known, because both
 * ends are replayed by the same knowledge.
 */
export function soldIn({ after, through }: Period, branch: string, itemAt: ItemAt): Sold {
  const opening = soldUntil(after, branch, itemAt)
  const closing = soldUntil(through, branch, itemAt)
  return { sales: closing.sales - opening.sales, cost: closing.cost - opening.cost }
}

function soldUntil(instant: number, branch: string, itemAt: ItemAt): Sold {
  const record = itemAt(instant)?.branch[branch]
  return record === undefined ? nothingSold : { sales: record.sales, cost: record.costOfSales }
}

/** Both together. */
export function sumOfSold(parts: readonly Sold[]): Sold {
  return parts.reduce(
    (sum, part) => ({ sales: sum.sales + part.sales, cost: sum.cost + part.cost }),
    nothingSold,
  )
}

/** As pages and files show it. */
export function salesFigures({ sales, cost }: Sold): SalesFigures {
  const margin = sales === 0n ? null : prorate(100n * ONE, sales - cost, sales)
  return {
    sales: formatMicros(sales),
    cost: formatMicros(cost),
    grossMargin: margin === null ? null : formatMicros(margin),
  }
}

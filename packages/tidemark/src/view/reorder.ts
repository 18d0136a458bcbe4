import { formatMicros } from '@tidemark/projection'
import { numberAt, textAt } from './attribute.ts'
import { levelsOf, type StockFilter } from './each-item.ts'
import { suggestedOrder } from './suggested-order.ts'
import type { StockView } from './view.ts'

/** What to order of an item at a branch. */
export interface ReorderRow {
  readonly item: string
  readonly branch: string
  readonly vendor: string | null
  readonly minimum: string
  readonly maximum: string | null
  readonly available: string
  readonly onOrder: string
  /** Up to the maximum, counting what is available and what is on order. */
  readonly suggested: string
}

/** Which items to look at. */
export interface ReorderFilter extends StockFilter {
  readonly vendor?: string | undefined
}

/** The items of a view that should be ordered, by item, then branch. */
export function* reorderRows(
  stock: StockView,
  filter: ReorderFilter,
): Generator<ReorderRow, void, undefined> {
  for (const { level, records } of levelsOf(stock, filter)) {
    // What is not counted is never short.
    if (records.item.find('item')?.tracksQuantity === false) continue
    const { item, branch, available, onOrder } = level
    const minimum = numberAt(records, branch, 'minimum')
    const maximum = numberAt(records, branch, 'maximum')
    const vendor = textAt(records, branch, 'vendor')
    if (filter.vendor !== undefined && filter.vendor !== vendor) continue
    const suggested = suggestedOrder({ minimum, maximum, available, onOrder })
    if (suggested === null || suggested === 0n || minimum === null) continue
    yield {
      item,
      branch,
      vendor,
      minimum: formatMicros(minimum),
      maximum: maximum === null ? null : formatMicros(maximum),
      available: formatMicros(available),
      onOrder: formatMicros(onOrder),
      suggested: formatMicros(suggested),
    }
  }
}

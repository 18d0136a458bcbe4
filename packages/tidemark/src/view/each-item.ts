import { asReadable } from './item.ts'
import { eachLevel, type ItemRecords, type Level } from './level.ts'
import type { StockView } from './view.ts'

/** Which items and branches a list is of. */
export interface StockFilter {
  readonly item?: string | undefined
  readonly branch?: string | undefined
}

/** An item with its records. */
export interface ItemOfView {
  readonly item: string
  readonly records: ItemRecords
}

/** The items by code point, or the one that is asked for, which alone is then folded. */
export function* itemsOf(stock: StockView, only: string | undefined): Generator<ItemOfView, void, undefined> {
  if (only !== undefined) {
    const state = stock.unit(only)
    if (state !== undefined) yield { item: only, records: asReadable(state) }
    return
  }
  for (const item of stock.units()) {
    const records = stock.records(item)
    if (records !== undefined) yield { item, records }
  }
}

/** What is asked for, by item, then branch, by code point: each level with the records of its item. */
export function* levelsOf(
  stock: StockView,
  { item: only, branch }: StockFilter,
): Generator<{ readonly level: Level; readonly records: ItemRecords }, void, undefined> {
  for (const { item, records } of itemsOf(stock, only)) {
    const levels: Level[] = []
    eachLevel(item, records, (level) => levels.push(level))
    for (const level of levels) if (branch === undefined || branch === level.branch) yield { level, records }
  }
}

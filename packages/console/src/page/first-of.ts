import { count } from './format.ts'
import type { Rows } from './virtual-table.ts'

/** What follows a title where not all rows are shown: `, the first 1,000 of 1,100`. */
export function firstOf({ items, pagination: { total } }: Rows<unknown>): string {
  return total > items.length ? `, the first ${count(items.length)} of ${count(total)}` : ''
}

import { compareCodePoints, formatMicros, readMicros } from '@tidemark/projection'

/** What is summed of a level. */
export interface SummedFields {
  readonly item: string
  readonly branch: string
  readonly onHand: string
  readonly value: string
}

/** Rows of levels added up, in decimal strings. */
export interface LevelTotals {
  readonly onHand: string
  readonly value: string
  readonly items: number
  readonly rows: number
}

/** One branch of rows of levels. */
export interface BranchTotals {
  readonly branch: string
  readonly onHand: string
  readonly value: string
  readonly items: number
}

/** The sums of rows of levels: all of them, and by branch, by code point. */
export interface LevelSums {
  readonly totals: LevelTotals
  readonly branches: readonly BranchTotals[]
}

/** Adds up rows of levels that come item by item, exactly; it keeps a sum for each branch and nothing else. */
export function sumLevels(rows: Iterable<SummedFields>): LevelSums {
  const branches = new Map<string, { onHand: bigint; value: bigint; items: number }>()
  let items = 0
  let count = 0
  let last: string | undefined
  for (const { item, branch, onHand, value } of rows) {
    const sum = branches.get(branch) ?? { onHand: 0n, value: 0n, items: 0 }
    branches.set(branch, sum)
    sum.onHand += readMicros(onHand)
    sum.value += readMicros(value)
    sum.items++
    if (item !== last) items++
    last = item
    count++
  }
  const sums = [...branches.values()]
  const total = (of: 'onHand' | 'value') => formatMicros(sums.reduce((sum, one) => sum + one[of], 0n))
  return {
    totals: { onHand: total('onHand'), value: total('value'), items, rows: count },
    branches: [...branches]
      .sort(([a], [b]) => compareCodePoints(a, b))
      .map(([branch, { onHand, value, items }]) => ({
        branch,
        onHand: formatMicros(onHand),
        value: formatMicros(value),
        items,
      })),
  }
}

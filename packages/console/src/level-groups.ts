import { formatMicros, type Grouping, type InventoryView, type Level } from 'tidemark'
import type { z } from 'zod'
import type { group } from './answers/levels.ts'
import { nameOf, partOf } from './level-rows.ts'

type Group = z.infer<typeof group>

interface Sum {
  onHand: bigint
  value: bigint
  available: bigint
  rows: number
  readonly items: Set<string>
  negative: number
}

/** What levels add up to, by one of the groupings; those of none come first, then by name. */
export function groupsOf(view: InventoryView, levels: readonly Level[], by: Grouping): readonly Group[] {
  const sums = new Map<string | null, Sum>()
  for (const level of levels) {
    const of = partOf(view, level, by)
    const sum = sums.get(of) ?? newSum()
    sums.set(of, sum)
    sum.onHand += level.onHand
    sum.value += level.value
    sum.available += level.available
    sum.rows++
    sum.items.add(level.item)
    if (level.onHand < 0n) sum.negative++
  }
  return [...sums]
    .sort(([a], [b]) => (a === null ? -1 : b === null ? 1 : a < b ? -1 : 1))
    .map(([of, { onHand, value, available, rows, items, negative }]) => ({
      of,
      name: by === 'item' && of !== null ? nameOf(view, of) : of,
      onHand: formatMicros(onHand),
      value: formatMicros(value),
      available: formatMicros(available),
      rows,
      items: items.size,
      negative,
    }))
}

function newSum(): Sum {
  return { onHand: 0n, value: 0n, available: 0n, rows: 0, items: new Set(), negative: 0 }
}

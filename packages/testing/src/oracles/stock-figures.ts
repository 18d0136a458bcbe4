import type { Decimal, InventoryView, LevelRow } from 'tidemark'
import { rounded, wide } from './compare.ts'
import type { StockFigure } from './oracle-case.ts'

/** A figure of an item in a view, at one location or (`*`, or none) at all; `null` when there is no single one. */
export function stockFigure(
  view: InventoryView,
  figure: StockFigure,
  item: string,
  location: string | undefined,
): Decimal | null {
  const branch = location === '*' ? undefined : location
  const rows = [...view.levels({ item, branch })]
  switch (figure) {
    case 'onHand':
      return sumOf(rows, 'onHand')
    case 'value':
      return sumOf(rows, 'value')
    case 'avgCost':
      return averageOf(rows)
  }
}

function sumOf(rows: readonly LevelRow[], field: 'onHand' | 'value'): Decimal {
  return rows.reduce((sum, row) => sum.plus(row[field]), wide('0'))
}

/** Of several rows: all value by all on hand, or, where nothing is on hand, the average they all keep. */
function averageOf(rows: readonly LevelRow[]): Decimal | null {
  const onHand = sumOf(rows, 'onHand')
  const [row, other] = rows
  if (row !== undefined && other === undefined) return exactAverage(row)
  if (!onHand.isZero()) return sumOf(rows, 'value').div(onHand)
  const kept = new Set(rows.map((one) => one.averageCost))
  return kept.size === 1 && row?.averageCost != null ? wide(row.averageCost) : null
}

/**
 * The average is told with six decimals. Where it is value by on hand, it is taken from those instead, so that a
 * comparison at fewer decimals does not round twice.
 */
function exactAverage({ averageCost, onHand, value }: LevelRow): Decimal | null {
  if (averageCost === null) return null
  const told = wide(averageCost)
  if (wide(onHand).isZero()) return told
  const exact = wide(value).div(onHand)
  return rounded(exact, 6).equals(told) ? exact : told
}

import type { Reader } from '../reading/reader.ts'
import type { InventoryView } from '../view/inventory-view.ts'
import { placeSupposed } from '../view/suppose.ts'
import type { StockView } from '../view/view.ts'
import { quantityMovers } from './quantity-movers.ts'

/** The opening of a bridge with the late quantities that the second view knows of, and with all it knows of. */
export interface Openings {
  readonly withLateQuantities: StockView
  readonly now: StockView
}

/** The openings between two views. */
export function openingsOf(from: InventoryView, to: InventoryView, { timeline }: Reader): Openings {
  const first = from.stock
  const { knownThrough } = to.stock
  const supposed = placeSupposed(to.supposed, timeline)
  const now = timeline.view({ asOf: first.asOf, knownThrough, with: supposed })
  // A later view that knows less than the first one has nothing to split.
  if (knownThrough < first.knownThrough) return { withLateQuantities: now, now }
  const movesQuantity = quantityMovers(timeline, supposed)
  const withLateQuantities = timeline.view({
    asOf: first.asOf,
    knownThrough: first.knownThrough,
    includingLater: (source) => source.position <= knownThrough && movesQuantity(source),
    with: supposed.filter(movesQuantity),
  })
  return { withLateQuantities, now }
}

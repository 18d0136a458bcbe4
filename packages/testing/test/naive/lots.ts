import type { InventoryEventInput } from '@tidemark/domain'
import type { Place } from './books.ts'
import { millionths } from './decimals.ts'

type Lots = Extract<InventoryEventInput, { type: 'StockAdjusted' }>['lots']

/** Goods in (above zero) or out (below): into or out of the lots named, the rest into or out of none. */
export function moveLots(place: Place, quantity: bigint, lots: Lots): void {
  const sign = quantity < 0n ? -1n : 1n
  let rest = quantity
  for (const named of lots ?? []) {
    const size = millionths(named.quantity)
    const moved = sign * (size < 0n ? -size : size)
    place.lots.set(named.lot, (place.lots.get(named.lot) ?? 0n) + moved)
    rest -= moved
  }
  place.noLot += rest
}

/** From one lot to another, or between a lot and none. */
export function correctLot(
  place: Place,
  event: Extract<InventoryEventInput, { type: 'LotCorrected' }>,
): void {
  const quantity = millionths(event.quantity)
  if (event.from === undefined) place.noLot -= quantity
  else place.lots.set(event.from, (place.lots.get(event.from) ?? 0n) - quantity)
  if (event.to === undefined) place.noLot += quantity
  else place.lots.set(event.to, (place.lots.get(event.to) ?? 0n) + quantity)
}

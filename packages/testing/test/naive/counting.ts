import type { CostingPolicy, InventoryEventInput } from '@tidemark/domain'
import { atAverage, revalueTo } from './average.ts'
import { type Books, type OpenCount, type Place, placeAt } from './books.ts'
import { millionths } from './decimals.ts'
import { timeOf } from './what-happened.ts'

type EventOf<Type extends InventoryEventInput['type']> = Extract<InventoryEventInput, { type: Type }>

/** The first entry remembers what was there just before it; entries add up. */
export function takeEntry(books: Books, event: EventOf<'StockCounted'>): void {
  const place = placeAt(books, event.branch)
  place.count ??= {
    onHand: place.onHand,
    lots: new Map(place.lots),
    noLot: place.noLot,
    counted: 0n,
    countedLots: new Map(),
  }
  const { count } = place
  count.counted += millionths(event.quantity)
  for (const { lot, quantity } of event.lots ?? []) {
    count.countedLots.set(lot, (count.countedLots.get(lot) ?? 0n) + millionths(quantity))
  }
  place.lastCountedOn = timeOf(event)
  place.lastCountQuantity = count.counted
}

/** On hand becomes what was counted, corrected for what has moved since. */
export function post(books: Books, policy: CostingPolicy, event: EventOf<'CountPosted'>): void {
  const place = books.places.get(event.branch)
  if (place !== undefined && place.count !== null) {
    if (books.tracks) {
      const variance = settle(place, place.count)
      if (variance !== 0n) atAverage(books, policy, 'count', event.branch, variance)
    }
    place.lastCountedOn = timeOf(event)
    place.lastCountQuantity = place.count.counted
    place.count = null
  }
  if (event.unitCost !== undefined && books.tracks) {
    revalueTo(books, policy, event.branch, millionths(event.unitCost))
  }
}

/** Sets the lots that were counted and the rest in no lot; returns what that adds in all. */
function settle(place: Place, count: OpenCount): bigint {
  if (count.countedLots.size === 0) {
    const variance = count.counted - count.onHand
    place.noLot += variance
    return variance
  }
  let variance = 0n
  let inNoLot = count.counted
  for (const [lot, counted] of count.countedLots) {
    const found = counted - (count.lots.get(lot) ?? 0n)
    place.lots.set(lot, (place.lots.get(lot) ?? 0n) + found)
    variance += found
    inNoLot -= counted
  }
  place.noLot += inNoLot - count.noLot
  return variance + inNoLot - count.noLot
}

export function initialise(place: Place): void {
  place.count = null
  place.lastCountQuantity = null
}

import type { InventoryEventInput } from '@tidemark/domain'
import { type Books, type Place, placeAt } from './books.ts'
import { millionths, millionthsOr } from './decimals.ts'

type EventOf<Type extends InventoryEventInput['type']> = Extract<InventoryEventInput, { type: Type }>

/** Costs and margins of an item; a cost for all branches takes the place of what each had. */
export function define(books: Books, event: EventOf<'ItemDefined'>): void {
  const isNew = !books.isDefined && [...books.places.values()].every(isUntouched)
  books.isDefined = true
  if (event.expectedMargin !== undefined) books.expectedMargin = millionthsOr(event.expectedMargin, null)
  if (event.minimumMargin !== undefined) books.minimumMargin = millionthsOr(event.minimumMargin, null)
  if (event.marketCost !== undefined) {
    books.market = millionthsOr(event.marketCost, null)
    for (const place of books.places.values()) place.market = null
  }
  if (event.lastReceiptCost !== undefined) {
    books.lastReceipt = millionthsOr(event.lastReceiptCost, null)
    for (const place of books.places.values()) place.lastReceipt = null
  }
  const market = millionthsOr(event.marketCost, 0n)
  if (isNew && market !== 0n) {
    books.starting = market
    if (event.lastReceiptCost === undefined) books.lastReceipt = market
  }
  if (event.tracksQuantity !== undefined) {
    const isEmpty = [...books.places.values()].every(({ onHand }) => onHand === 0n)
    if (event.tracksQuantity || isEmpty) books.tracks = event.tracksQuantity
  }
  for (const [branch, there] of Object.entries(event.branches ?? {})) defineAt(books, branch, there, isNew)
}

/** No goods have moved here. */
function isUntouched(place: Place): boolean {
  const { onHand, kept, lastReceipt, lastSoldOn, lastReceiptOn } = place
  return (
    onHand === 0n && kept === null && lastReceipt === null && lastSoldOn === null && lastReceiptOn === null
  )
}

type There = NonNullable<EventOf<'ItemDefined'>['branches']>[string]

function defineAt(books: Books, branch: string, there: There, isNew: boolean): void {
  const place = placeAt(books, branch)
  if (there.expectedMargin !== undefined) place.expectedMargin = millionthsOr(there.expectedMargin, null)
  if (there.minimumMargin !== undefined) place.minimumMargin = millionthsOr(there.minimumMargin, null)
  if (there.marketCost !== undefined) place.market = millionthsOr(there.marketCost, null)
  if (there.lastReceiptCost !== undefined) place.lastReceipt = millionthsOr(there.lastReceiptCost, null)
  const market = millionthsOr(there.marketCost, 0n)
  if (!isNew || market === 0n) return
  if (there.lastReceiptCost === undefined) place.lastReceipt = market
  const stock = books.pool ?? place
  const before = stock.kept ?? { value: 0n, quantity: 0n }
  stock.kept = { value: before.value + market, quantity: before.quantity + 1_000_000n }
}

/** The going rate, by hand. */
export function setMarket(books: Books, event: EventOf<'MarketCostSet'>): void {
  const unitCost = millionths(event.unitCost)
  if (event.branch !== undefined) {
    placeAt(books, event.branch).market = unitCost
    return
  }
  books.market = unitCost
  for (const place of books.places.values()) place.market = null
}

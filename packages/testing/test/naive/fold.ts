import type { CostingPolicy, InventoryEventInput } from '@tidemark/domain'
import { atAverage, inAtCost, outAtCost, revalueBy, revalueTo, settleScope, withinPool } from './average.ts'
import {
  type Books,
  emptyBooks,
  hasNoMarket,
  isFrozen,
  lastReceiptAt,
  marketAt,
  type Place,
  placeAt,
} from './books.ts'
import { initialise, post, takeEntry } from './counting.ts'
import { divided, millionths, millionthsOr, smaller, times } from './decimals.ts'
import { define, setMarket } from './defining.ts'
import { correctLot, moveLots } from './lots.ts'
import { receiveAgainst, saveOrder } from './orders.ts'
import { type Entry, type Happening, policyAt, timeOf, whatHappened } from './what-happened.ts'

type EventOf<Type extends InventoryEventInput['type']> = Extract<InventoryEventInput, { type: Type }>

/** The books of an item as of an instant, by what the log knows: everything from the start, every time. */
export function booksOf(log: readonly Entry[], item: string, asOf: number): Books {
  const books = emptyBooks()
  for (const happening of whatHappened(log, item)) {
    const { at, event, position } = happening
    const change = event.type === 'CostingPolicySet' ? position : undefined
    if (at <= asOf) fold(books, happening, policyAt(log, at, change))
  }
  return books
}

function fold(books: Books, happening: Happening, policy: CostingPolicy): void {
  const { event, at, charge } = happening
  if (charge !== null) chargeArrives(books, policy, charge)
  else if (event.type === 'CostingPolicySet' && books.places.size > 0) settleScope(books, policy)
  else if (event.type === 'ItemDefined') define(books, event)
  else if (event.type === 'MarketCostSet') setMarket(books, event)
  else if (event.type === 'StockReceived') receive(books, policy, event, happening)
  else if (event.type === 'StockReturnedToSupplier') returnToSupplier(books, policy, event)
  else if (event.type === 'StockSold') sell(books, policy, event, at)
  else if (event.type === 'StockReturnedByCustomer') takeBack(books, policy, event, at)
  else if (event.type === 'StockTransferred') transfer(books, policy, event, at)
  else if (event.type === 'StockAdjusted') adjust(books, policy, event)
  else if (event.type === 'CostRevalued') revalue(books, policy, event)
  else if (event.type === 'StockCounted') takeEntry(books, event)
  else if (event.type === 'CountPosted') post(books, policy, event)
  else if (event.type === 'CountsInitialised') initialise(placeAt(books, event.branch))
  else if (event.type === 'LotCorrected') {
    const place = placeAt(books, event.branch)
    if (books.tracks) correctLot(place, event)
  } else if (event.type === 'PurchaseOrderSaved') saveOrder(books, event)
  else if (event.type === 'StockReserved') reserve(placeAt(books, event.branch), event)
  else if (event.type === 'ReservationReleased') {
    lowerReservation(books.places.get(event.branch), event.reservation, millionths(event.quantity))
  }
  // Something is said of the item at that branch, though it costs nothing.
  else if (event.type === 'ChannelStockAllocated') placeAt(books, event.branch)
}

function revalue(books: Books, policy: CostingPolicy, event: EventOf<'CostRevalued'>): void {
  const { branch, unitCost, amount } = event
  if (!books.tracks) return
  if (unitCost !== undefined) revalueTo(books, policy, branch, millionths(unitCost))
  else revalueBy(books, policy, 'revaluation', branch, millionths(amount))
}

function reserve({ reservations }: Place, { reservation, quantity }: EventOf<'StockReserved'>): void {
  reservations.set(reservation, (reservations.get(reservation) ?? 0n) + millionths(quantity))
}

function lowerReservation(place: Place | undefined, reservation: string, quantity: bigint): void {
  const reserved = place?.reservations.get(reservation) ?? 0n
  place?.reservations.set(reservation, quantity < reserved ? reserved - quantity : 0n)
}

function sumOf(charges: EventOf<'StockReceived'>['charges']): bigint {
  let sum = 0n
  for (const { amount } of charges ?? []) sum += millionths(amount)
  return sum
}

function receive(
  books: Books,
  policy: CostingPolicy,
  event: EventOf<'StockReceived'>,
  { lateCharges, correctedUnitCost }: Happening,
): void {
  const quantity = millionths(event.quantity)
  const unitCost = correctedUnitCost ?? event.unitCost
  const bare = unitCost === undefined ? millionths(event.totalCost) : times(quantity, millionths(unitCost))
  const ownLanded = bare + sumOf(event.charges)
  const landed = ownLanded + lateCharges
  if (quantity === 0n) {
    // Nothing came, but it may have cost something.
    if (landed !== 0n) placeAt(books, event.branch).variance += landed
    return
  }
  const place = placeAt(books, event.branch)
  if (books.tracks) {
    inAtCost(books, policy, 'receipt', event.branch, quantity, landed)
    moveLots(place, quantity, event.lots)
  }
  const bareUnit = unitCost === undefined ? divided(bare * 1_000_000n, quantity) : millionths(unitCost)
  const marketUnit = policy.includeAdjustments ? divided(ownLanded * 1_000_000n, quantity) : bareUnit
  setCosts(books, policy, place, bareUnit, marketUnit)
  place.lastReceiptOn = timeOf(event)
  if (event.purchaseOrder !== undefined) {
    receiveAgainst(books, event.purchaseOrder, event.purchaseOrderLine, quantity)
  }
  books.receipts.set(event.id, { branch: event.branch, quantity, landed })
}

/** Row by row as the table of opt-outs has it. */
function setCosts(
  books: Books,
  policy: CostingPolicy,
  place: Place,
  bareUnit: bigint,
  marketUnit: bigint,
): void {
  const isFree = bareUnit === 0n
  if (isFree || hasNoMarket(books, place)) return
  const setsMarket = policy.setMarketCostWithLastReceiptCostChange && marketUnit > 0n
  if (!books.tracks) {
    if (setsMarket) place.market = marketUnit
    return
  }
  if (isFrozen(books, place)) return
  const before = lastReceiptAt(books, place)
  place.lastReceipt = bareUnit
  if (setsMarket && before !== bareUnit) place.market = marketUnit
}

function chargeArrives(books: Books, policy: CostingPolicy, charge: NonNullable<Happening['charge']>): void {
  const { branch, amount } = charge
  const place = placeAt(books, branch)
  const receipt = charge.receipt === null ? undefined : books.receipts.get(charge.receipt)
  if (receipt === undefined) {
    place.variance += amount
    return
  }
  receipt.landed += amount
  const left = smaller(place.onHand, receipt.quantity)
  const isCarried = books.tracks && !isFrozen(books, place) && left > 0n
  const part = isCarried ? divided(amount * left, receipt.quantity) : 0n
  if (part !== 0n) revalueBy(books, policy, 'late-charge', branch, part)
  place.variance += amount - part
}

function returnToSupplier(
  books: Books,
  policy: CostingPolicy,
  event: EventOf<'StockReturnedToSupplier'>,
): void {
  const quantity = millionths(event.quantity)
  if (!books.tracks || quantity === 0n) return
  const receipt = event.receipt === undefined ? undefined : books.receipts.get(event.receipt)
  if (policy.supplierReturnCost === 'receipt' && receipt !== undefined) {
    const stated = divided(receipt.landed * quantity, receipt.quantity)
    outAtCost(books, policy, 'supplier-return', event.branch, quantity, stated)
  } else {
    atAverage(books, policy, 'supplier-return', event.branch, -quantity)
  }
  moveLots(placeAt(books, event.branch), -quantity, event.lots)
}

/** Without tax: VAT inside the price is taken out. */
function netOf(event: EventOf<'StockSold'> | EventOf<'StockReturnedByCustomer'>): bigint {
  if (event.netAmount !== undefined) return millionths(event.netAmount)
  return millionths(event.grossAmount) - millionths(event.taxAmount)
}

function sell(books: Books, policy: CostingPolicy, event: EventOf<'StockSold'>, at: number): void {
  const place = placeAt(books, event.branch)
  const quantity = millionths(event.quantity)
  let cost = 0n
  if (event.direct !== undefined) cost = times(quantity, millionths(event.direct.unitCost))
  else if (!books.tracks) cost = times(quantity, marketAt(books, place) ?? 0n)
  else if (quantity !== 0n) {
    cost = atAverage(books, policy, 'sale', event.branch, -quantity)
    moveLots(place, -quantity, event.lots)
  }
  const net = netOf(event)
  place.sales += net
  place.costOfSales += cost
  place.lastSoldOn = at
  books.trades.push({ at, branch: event.branch, sales: net, cost })
  books.sales.set(event.id, { quantity, cost })
  if (net > 0n) {
    // (net - cost) / net x 100 below the margin, without dividing.
    const isBelow = (percent: bigint | null) =>
      percent !== null && (net - cost) * 100_000_000n < percent * net
    if (isBelow(place.expectedMargin ?? books.expectedMargin)) place.lastBelowExpectedOn = at
    if (isBelow(place.minimumMargin ?? books.minimumMargin)) place.lastBelowMinimumOn = at
  }
  if (event.reservation !== undefined) lowerReservation(place, event.reservation, quantity)
}

function takeBack(
  books: Books,
  policy: CostingPolicy,
  event: EventOf<'StockReturnedByCustomer'>,
  at: number,
): void {
  const place = placeAt(books, event.branch)
  const quantity = millionths(event.quantity)
  const sale = event.sale === undefined ? undefined : books.sales.get(event.sale)
  let ofSale = 0n
  let ofSaleCost = 0n
  if (sale !== undefined && sale.quantity > 0n) {
    ofSale = smaller(quantity, sale.quantity)
    ofSaleCost = divided(sale.cost * ofSale, sale.quantity)
    sale.quantity -= ofSale
    sale.cost -= ofSaleCost
  }
  if (policy.customerReturnCost === 'average') ofSale = 0n
  const others = quantity - ofSale
  let cost = 0n
  if (!books.tracks) {
    if (ofSale > 0n) cost += ofSaleCost
    cost += times(others, marketAt(books, place) ?? 0n)
  } else {
    if (ofSale > 0n) {
      cost += inAtCost(books, policy, 'customer-return', event.branch, ofSale, ofSaleCost)
    }
    if (others > 0n) cost += atAverage(books, policy, 'customer-return', event.branch, others)
    moveLots(place, quantity, event.lots)
  }
  const net = netOf(event)
  place.sales -= net
  place.costOfSales -= cost
  place.lastSoldOn = at
  books.trades.push({ at, branch: event.branch, sales: -net, cost: -cost })
}

function transfer(books: Books, policy: CostingPolicy, event: EventOf<'StockTransferred'>, at: number): void {
  const quantity = millionths(event.quantity)
  if (quantity === 0n) return
  const from = placeAt(books, event.from)
  const to = placeAt(books, event.to)
  let cost = 0n
  if (books.tracks) {
    const charges = sumOf(event.charges)
    settleScope(books, policy)
    if (books.pool !== null) cost = withinPool(books, books.pool, { from, to }, quantity, charges)
    else {
      cost = atAverage(books, policy, 'transfer-out', from.branch, -quantity)
      const carried = inAtCost(books, policy, 'transfer-in', to.branch, quantity, cost + charges)
      to.variance += cost + charges - carried
    }
    moveLots(from, -quantity, event.lots)
    moveLots(to, quantity, event.lots)
  }
  if (!policy.updateLastReceiptCostOnTransfers) return
  to.lastReceiptOn = at
  if (!books.tracks || hasNoMarket(books, to) || isFrozen(books, to)) return
  const unitCost = divided(cost * 1_000_000n, quantity)
  if (unitCost !== 0n) to.lastReceipt = unitCost
}

function adjust(books: Books, policy: CostingPolicy, event: EventOf<'StockAdjusted'>): void {
  const quantity = millionths(event.quantity)
  if (!books.tracks || quantity === 0n) return
  const unitCost = millionthsOr(event.unitCost, null)
  const { branch } = event
  if (unitCost === null) atAverage(books, policy, 'adjustment', branch, quantity)
  else if (quantity > 0n) {
    inAtCost(books, policy, 'adjustment', branch, quantity, times(quantity, unitCost))
  } else outAtCost(books, policy, 'adjustment', branch, -quantity, times(-quantity, unitCost))
  moveLots(placeAt(books, branch), quantity, event.lots)
}

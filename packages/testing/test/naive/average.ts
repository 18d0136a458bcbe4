import type { CostingPolicy } from '@tidemark/domain'
import {
  type Average,
  type Books,
  isFrozen,
  lastReceiptAt,
  marketAt,
  type Place,
  placeAt,
  placesInOrder,
  type Stock,
} from './books.ts'
import { divided, times } from './decimals.ts'

/** What an act did to the value of goods that share an average. */
interface Did {
  readonly value: bigint
  readonly difference: bigint
  readonly variance: bigint
}

/** The average goods leave at, or come in at when they carry no cost of their own. */
function averageOf(books: Books, place: Place, stock: Stock): Average | null {
  if (stock.onHand > 0n) return { value: stock.value, quantity: stock.onHand }
  if (stock.kept !== null) return stock.kept
  const unit = books.starting ?? lastReceiptAt(books, place) ?? marketAt(books, place) ?? 0n
  return unit === 0n ? null : { value: unit, quantity: 1_000_000n }
}

function costAt(average: Average | null, quantity: bigint): bigint {
  return average === null ? 0n : divided(average.value * quantity, average.quantity)
}

/** Nothing on hand is worth nothing. */
function difference(stock: Stock): bigint {
  if (stock.onHand !== 0n) return 0n
  const left = stock.value
  stock.value = 0n
  return -left
}

/** Goods out (below zero) or in (above) at the average. Returns what they carried. */
export function atAverage(
  books: Books,
  policy: CostingPolicy,
  kind: string,
  branch: string,
  quantity: bigint,
): bigint {
  const size = quantity < 0n ? -quantity : quantity
  const value = act(books, policy, kind, branch, quantity, (stock, place) => {
    const average = averageOf(books, place, stock)
    const cost = quantity < 0n ? -costAt(average, size) : costAt(average, size)
    stock.onHand += quantity
    stock.value += cost
    if (stock.onHand <= 0n) stock.kept = average
    return { value: cost, difference: difference(stock), variance: 0n }
  })
  return quantity < 0n ? -value : value
}

/** Goods in that carry a cost of their own. Returns what they brought to the books. */
export function inAtCost(
  books: Books,
  policy: CostingPolicy,
  kind: string,
  branch: string,
  quantity: bigint,
  total: bigint,
): bigint {
  if (isFrozen(books, placeAt(books, branch))) return atAverage(books, policy, kind, branch, quantity)
  return act(books, policy, kind, branch, quantity, (stock) => {
    const old = stock.value
    const found = stock.onHand
    stock.onHand += quantity
    if (found > 0n) stock.value = old + total
    else stock.value = divided(total * stock.onHand, quantity)
    if (stock.onHand <= 0n) stock.kept = { value: total, quantity }
    return { value: total, difference: stock.value - (old + total), variance: 0n }
  })
}

/** Goods out at a stated cost. */
export function outAtCost(
  books: Books,
  policy: CostingPolicy,
  kind: string,
  branch: string,
  quantity: bigint,
  stated: bigint,
): void {
  if (isFrozen(books, placeAt(books, branch))) {
    atAverage(books, policy, kind, branch, -quantity)
    return
  }
  act(books, policy, kind, branch, -quantity, (stock, place) => {
    const average = averageOf(books, place, stock)
    const present = stock.value > 0n ? stock.value : 0n
    const comesFromStock = stock.onHand > 0n && quantity <= stock.onHand
    const taken = comesFromStock && stated > present ? present : stated
    stock.onHand -= quantity
    stock.value -= taken
    if (stock.onHand <= 0n) stock.kept = average
    return { value: -taken, difference: difference(stock), variance: stated - taken }
  })
}

/** A new average for what is there. */
export function revalueTo(books: Books, policy: CostingPolicy, branch: string, unitCost: bigint): void {
  act(books, policy, 'revaluation', branch, 0n, (stock) => {
    const old = stock.value
    stock.value = times(stock.onHand, unitCost)
    if (stock.onHand <= 0n) stock.kept = { value: unitCost, quantity: 1_000_000n }
    return { value: stock.value - old, difference: 0n, variance: 0n }
  })
}

/** An amount on top of the value of what is there. */
export function revalueBy(
  books: Books,
  policy: CostingPolicy,
  kind: string,
  branch: string,
  amount: bigint,
): void {
  act(books, policy, kind, branch, 0n, (stock) => addTo(stock, amount))
}

function addTo(stock: Stock, amount: bigint): Did {
  if (stock.onHand === 0n) return { value: 0n, difference: 0n, variance: amount }
  stock.value += amount
  if (stock.onHand < 0n) stock.kept = { value: -stock.value, quantity: -stock.onHand }
  return { value: amount, difference: 0n, variance: 0n }
}

/** From branch to branch while all goods share one average: value stays in the pool, charges add to it. */
export function withinPool(
  books: Books,
  pool: Stock,
  ends: { readonly from: Place; readonly to: Place },
  quantity: bigint,
  charges: bigint,
): bigint {
  const { from, to } = ends
  const cost = costAt(averageOf(books, from, pool), quantity)
  const added = isFrozen(books, to) ? { value: 0n, variance: charges } : addTo(pool, charges)
  to.variance += added.variance
  from.onHand -= quantity
  to.onHand += quantity
  note(from, 'transfer-out', -quantity, -cost)
  note(to, 'transfer-in', quantity, cost + added.value)
  const expected = new Map(placesInOrder(books).map((place) => [place, place.value]))
  expected.set(from, from.value - cost)
  expected.set(to, to.value + cost + added.value)
  share(books, pool, expected)
  return cost
}

/** One average for the company or one for each branch, as the policy says. */
export function settleScope(books: Books, policy: CostingPolicy): void {
  if (policy.averageScope === 'company' && books.pool === null) formPool(books)
  if (policy.averageScope === 'branch' && books.pool !== null) dissolvePool(books, books.pool)
}

function formPool(books: Books): void {
  const places = placesInOrder(books)
  const pool: Stock = { onHand: 0n, value: 0n, kept: null }
  const known = { value: 0n, quantity: 0n }
  for (const place of places) {
    pool.onHand += place.onHand
    pool.value += place.value
    known.value += place.onHand > 0n ? place.value : (place.kept?.value ?? 0n)
    known.quantity += place.onHand > 0n ? place.onHand : (place.kept?.quantity ?? 0n)
  }
  if (known.quantity !== 0n) pool.kept = known
  const expected = new Map(places.map((place) => [place, place.value]))
  const [first] = places
  if (first !== undefined && pool.onHand === 0n && pool.value !== 0n) {
    note(first, 'negative-stock-difference', 0n, -pool.value)
    expected.set(first, first.value - pool.value)
    pool.value = 0n
  }
  books.pool = pool
  share(books, pool, expected)
}

function dissolvePool(books: Books, pool: Stock): void {
  const average = pool.onHand > 0n ? { value: pool.value, quantity: pool.onHand } : pool.kept
  for (const place of placesInOrder(books)) if (place.onHand <= 0n) place.kept = average
  books.pool = null
}

/** Each branch has its share of the value by on hand; the last one with stock takes what is left. */
function share(books: Books, pool: Stock, expected: ReadonlyMap<Place, bigint>): void {
  const places = placesInOrder(books)
  const withStock = places.filter(({ onHand }) => onHand !== 0n)
  let left = pool.value
  for (const place of places) {
    let part = 0n
    if (place === withStock.at(-1)) part = left
    else if (pool.onHand !== 0n) part = divided(pool.value * place.onHand, pool.onHand)
    left -= part
    place.value = part
    note(place, 're-averaging', 0n, part - (expected.get(place) ?? 0n))
  }
}

/** Lets something happen to the goods that share the average of a branch, and writes down all of it. */
function act(
  books: Books,
  policy: CostingPolicy,
  kind: string,
  branch: string,
  quantity: bigint,
  doing: (stock: Stock, place: Place) => Did,
): bigint {
  const place = placeAt(books, branch)
  settleScope(books, policy)
  const expected = new Map(placesInOrder(books).map((one) => [one, one.value]))
  const did = doing(books.pool ?? place, place)
  note(place, kind, quantity, did.value)
  note(place, 'negative-stock-difference', 0n, did.difference)
  place.variance += did.variance
  if (books.pool !== null) {
    place.onHand += quantity
    expected.set(place, place.value + did.value + did.difference)
    share(books, books.pool, expected)
  }
  return did.value
}

function note(place: Place, kind: string, quantity: bigint, value: bigint): void {
  if (quantity === 0n && value === 0n) return
  const moved = place.moved.get(kind) ?? { quantity: 0n, value: 0n }
  place.moved.set(kind, { quantity: moved.quantity + quantity, value: moved.value + value })
}

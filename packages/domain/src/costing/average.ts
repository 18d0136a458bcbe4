import { type Micros, multiply, ONE, perUnit, prorate } from '@tidemark/projection'

/** Quantity and value that share one moving average: a branch's, or the company's pool. */
export interface Stock {
  onHand: Micros
  value: Micros
  /** The pair the last known average came from, kept while nothing is on hand; quantity 0: none yet. */
  keptValue: Micros
  keptQuantity: Micros
}

/** What a movement did to the value of stock. */
export interface Costed {
  /** What the goods carried in or out, positive. */
  readonly cost: Micros
  /** New value - (old value + what the goods carried): the negative-stock difference. */
  readonly difference: Micros
  /** What was stated as cost but could not be taken from stock. */
  readonly variance: Micros
}

/** The average as the exact pair it is derived from, so that nothing is rounded twice. */
interface Ratio {
  readonly value: Micros
  readonly quantity: Micros
}

/**
 * The average of a stock as an exact pair: of what is on hand, else the last known one, else `start`.
 */
function averageRatio(stock: Stock, start: Micros): Ratio {
  if (stock.onHand > 0n) return { value: stock.value, quantity: stock.onHand }
  if (stock.keptQuantity !== 0n) return { value: stock.keptValue, quantity: stock.keptQuantity }
  // A start of zero only says that no cost is known: quantity 0 keeps it from becoming an average of zero.
  return { value: start, quantity: start === 0n ? 0n : ONE }
}

function costOf(quantity: Micros, ratio: Ratio): Micros {
  return ratio.quantity === 0n ? 0n : prorate(ratio.value, quantity, ratio.quantity)
}

/** The moving average a unit, or `null` while there has never been one. */
export function averageCost(stock: Readonly<Stock>): Micros | null {
  if (stock.onHand > 0n) return perUnit(stock.value, stock.onHand)
  if (stock.keptQuantity !== 0n) return perUnit(stock.keptValue, stock.keptQuantity)
  return null
}

/** What `quantity` costs at the average, without moving anything. */
export function costAtAverage(stock: Stock, quantity: Micros, start: Micros): Micros {
  return costOf(quantity, averageRatio(stock, start))
}

function keep(stock: Stock, ratio: Ratio): void {
  stock.keptValue = ratio.value
  stock.keptQuantity = ratio.quantity
}

/** Where nothing is on hand, nothing is worth anything: what is left is returned as the difference. */
function drain(stock: Stock): Micros {
  if (stock.onHand !== 0n || stock.value === 0n) return 0n
  const left = stock.value
  stock.value = 0n
  return -left
}

/** Goods out at the average; issuing all that is on hand issues all the value. */
export function issueAtAverage(stock: Stock, quantity: Micros, start: Micros): Costed {
  const ratio = averageRatio(stock, start)
  const cost = costOf(quantity, ratio)
  stock.onHand -= quantity
  stock.value -= cost
  if (stock.onHand <= 0n) keep(stock, ratio)
  return { cost, difference: drain(stock), variance: 0n }
}

/**
 * Goods out at a stated cost: at most the value present while they come from stock, the rest is variance.
 */
export function issueAtCost(stock: Stock, quantity: Micros, stated: Micros, start: Micros): Costed {
  const ratio = averageRatio(stock, start)
  const fromStock = stock.onHand > 0n && stock.onHand >= quantity
  const present = stock.value > 0n ? stock.value : 0n
  const cost = fromStock && stated > present ? present : stated
  stock.onHand -= quantity
  stock.value -= cost
  if (stock.onHand <= 0n) keep(stock, ratio)
  return { cost, difference: drain(stock), variance: stated - cost }
}

/** Goods in at the average. */
export function receiveAtAverage(stock: Stock, quantity: Micros, start: Micros): Costed {
  const ratio = averageRatio(stock, start)
  const cost = costOf(quantity, ratio)
  stock.onHand += quantity
  stock.value += cost
  if (stock.onHand <= 0n) keep(stock, ratio)
  return { cost, difference: drain(stock), variance: 0n }
}

/**
 * Goods in that carry their own cost. Where they find nothing on hand or less, what is then on hand is worth
 * what they cost, and the difference is told apart.
 */
export function receiveAtCost(stock: Stock, quantity: Micros, total: Micros): Costed {
  const before = stock.value
  const found = stock.onHand
  stock.onHand += quantity
  stock.value = found > 0n ? before + total : prorate(total, stock.onHand, quantity)
  if (stock.onHand <= 0n) keep(stock, { value: total, quantity })
  return { cost: total, difference: stock.value - (before + total), variance: 0n }
}

/** A new average for what is on hand; with nothing on hand it becomes the kept one. Returns the change of value. */
export function setAverage(stock: Stock, unitCost: Micros): Micros {
  const before = stock.value
  stock.value = multiply(stock.onHand, unitCost)
  if (stock.onHand <= 0n) keep(stock, { value: unitCost, quantity: ONE })
  return stock.value - before
}

/** Adds an amount to the value of what is on hand; with nothing on hand all of it is variance. */
export function addValue(
  stock: Stock,
  amount: Micros,
): { readonly added: Micros; readonly variance: Micros } {
  if (stock.onHand === 0n) return { added: 0n, variance: amount }
  stock.value += amount
  // Both turned positive, so that kept averages of several branches can be added up.
  if (stock.onHand < 0n) keep(stock, { value: -stock.value, quantity: -stock.onHand })
  return { added: amount, variance: 0n }
}

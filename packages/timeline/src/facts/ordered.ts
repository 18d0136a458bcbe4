import { compareFoldOrder, type Placed, sameValue } from '@tidemark/projection'

/** Facts in the order of folding. */
export interface Ordered<F extends Placed> {
  readonly facts: readonly F[]
  /** When each occurred: side by side, because a search through the facts themselves misses the cache at each. */
  readonly times: readonly number[]
}

/** Facts put in the order of folding, unless they are in it already. */
export function ordered<F extends Placed>(facts: readonly F[]): Ordered<F> {
  const isInOrder = facts.every((fact, index) => {
    const before = facts[index - 1]
    return before === undefined || compareFoldOrder(before, fact) <= 0
  })
  const sorted = isInOrder ? facts : [...facts].sort(compareFoldOrder)
  return { facts: sorted, times: sorted.map((fact) => fact.occurredAt) }
}

/** How many occurred at an instant or before. */
export function countThrough({ times }: Ordered<Placed>, instant: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((times[middle] ?? Infinity) <= instant) low = middle + 1
    else high = middle
  }
  return low
}

/** Puts a fact where it belongs in a list in the order of folding, after those of its own place. */
export function insertInOrder<F extends Placed>(facts: F[], fact: F): void {
  const last = facts[facts.length - 1]
  if (last === undefined || compareFoldOrder(last, fact) <= 0) facts.push(fact)
  else facts.splice(placeFor(facts, fact), 0, fact)
}

function placeFor(facts: readonly Placed[], fact: Placed): number {
  let low = 0
  let high = facts.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const there = facts[middle]
    if (there !== undefined && compareFoldOrder(there, fact) <= 0) low = middle + 1
    else high = middle
  }
  return low
}

/** The instant before which two lists in the order of folding say the same; `Infinity` when they do throughout. */
export function agreeUntil(a: readonly Placed[], b: readonly Placed[]): number {
  const length = Math.max(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const [here, there] = [a[i], b[i]]
    if (here === there || sameValue(here, there)) continue
    return Math.min(here?.occurredAt ?? Infinity, there?.occurredAt ?? Infinity)
  }
  return Infinity
}

/** The earliest instant of what occurred, in any order; `Infinity` when nothing did. */
export function earliest(events: readonly Placed[]): number {
  return events.reduce((instant, { occurredAt }) => Math.min(instant, occurredAt), Infinity)
}

const number = new DataView(new ArrayBuffer(8))

/** The last number before an instant: everything before the instant is everything through that. */
export function lastBefore(instant: number): number {
  if (instant === -Infinity) return instant
  if (instant === 0) return -Number.MIN_VALUE
  number.setFloat64(0, instant)
  const bits = number.getBigInt64(0)
  // Numbers of one sign are ordered as their bits are.
  number.setBigInt64(0, instant > 0 ? bits - 1n : bits + 1n)
  return number.getFloat64(0)
}

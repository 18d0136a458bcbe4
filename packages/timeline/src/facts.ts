import { compareFoldOrder, type Placed } from '@tidemark/projection'
import { sameValue } from './same.ts'

/** Facts in the order of folding. How they are kept is known to this file alone. */
export interface FactList<F extends Placed> {
  readonly facts: F[]
  /** When each occurred: side by side, because a search through the facts themselves misses the cache at each. */
  readonly times: number[]
}

/** A list of facts; sorts them unless they are in the order of folding already. */
export function factList<F extends Placed>(facts: readonly F[]): FactList<F> {
  const list: FactList<F> = { facts: [], times: [] }
  insertFacts(list, facts)
  return list
}

/** How many facts there are. */
export function countAll(list: FactList<Placed>): number {
  return list.times.length
}

/** How many occurred before an instant. */
export function countBefore({ times }: FactList<Placed>, instant: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((times[middle] ?? Infinity) < instant) low = middle + 1
    else high = middle
  }
  return low
}

/** How many occurred at an instant or before. */
export function countThrough({ times }: FactList<Placed>, instant: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((times[middle] ?? Infinity) <= instant) low = middle + 1
    else high = middle
  }
  return low
}

/** The facts that occurred at an instant or before, as a list of their own. */
export function factsThrough<F extends Placed>(list: FactList<F>, instant: number): readonly F[] {
  return list.facts.slice(0, countThrough(list, instant))
}

/** More late facts than this are cheaper to sort in than to insert one by one. */
const FEW = 16

/** Puts facts where they belong. */
export function insertFacts<F extends Placed>(list: FactList<F>, more: readonly F[]): void {
  const late: F[] = []
  for (const fact of more) {
    if (isLast(list, fact)) append(list, fact)
    else late.push(fact)
  }
  if (late.length <= FEW) {
    for (const fact of late) insert(list, fact)
    return
  }
  const all = [...list.facts, ...late].sort(compareFoldOrder)
  all.forEach((fact, index) => {
    list.facts[index] = fact
    list.times[index] = fact.occurredAt
  })
}

function isLast(list: FactList<Placed>, fact: Placed): boolean {
  const time = list.times.at(-1)
  if (time === undefined || time < fact.occurredAt) return true
  return time === fact.occurredAt && (list.facts.at(-1)?.position ?? 0) <= fact.position
}

function append<F extends Placed>(list: FactList<F>, fact: F): void {
  list.facts.push(fact)
  list.times.push(fact.occurredAt)
}

function insert<F extends Placed>(list: FactList<F>, fact: F): void {
  let place = countThrough(list, fact.occurredAt)
  for (; place > 0; place--) {
    const before = list.facts[place - 1]
    if (before === undefined || compareFoldOrder(before, fact) <= 0) break
  }
  list.facts.splice(place, 0, fact)
  list.times.splice(place, 0, fact.occurredAt)
}

/** The instant before which two lists say the same; `Infinity` when they do throughout. */
export function agreeUntil(a: FactList<Placed>, b: FactList<Placed>): number {
  const length = Math.max(a.facts.length, b.facts.length)
  for (let i = 0; i < length; i++) {
    if (!sameValue(a.facts[i], b.facts[i])) return Math.min(a.times[i] ?? Infinity, b.times[i] ?? Infinity)
  }
  return Infinity
}

/** The earliest instant of what occurred, in any order; `Infinity` when nothing did. */
export function earliest(events: readonly Placed[]): number {
  return events.reduce((instant, { occurredAt }) => Math.min(instant, occurredAt), Infinity)
}

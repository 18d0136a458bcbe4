import { formatMicros, type Micros } from '@tidemark/projection'
import type { Lot } from './lots.ts'

/** How to choose lots. */
export interface ChooseLots {
  /** These lots, in this order, instead of those that expire first. */
  readonly lots?: readonly string[] | undefined
  /** Also lots that have expired, which are passed over when left out. */
  readonly expired?: boolean | undefined
}

/** A quantity split over lots: `lots` is what a movement takes as its own `lots`. Decimal strings. */
export interface LotChoice {
  readonly lots: readonly { readonly lot: string; readonly quantity: string }[]
  /** To be taken from what is in no lot. */
  readonly withoutLot: string
  /** What could not be had. */
  readonly short: string
}

/**
 * Splits a quantity over lots, first expired first out: by expiry, then by number; then lots that do not expire, then what
 * is in no lot. Held lots are never chosen, nor more than is on hand beside them. Pure; quantities in micros.
 *
 * @throws RangeError for a quantity below zero.
 */
export function chooseLots(lots: readonly Lot[], quantity: Micros, options: ChooseLots = {}): LotChoice {
  if (quantity < 0n) throw new RangeError('a quantity to choose lots for is not below zero')
  const usable = lots.filter(({ held, daysLeft }) => !held && (options.expired === true || !isPast(daysLeft)))
  const candidates = options.lots === undefined ? byExpiry(usable) : named(usable, options.lots)
  // What was sold without naming its lot leaves the lots with more than there is.
  const there = candidates.reduce((sum, lot) => sum + lot.quantity, 0n)
  let left = min(quantity, max(there, 0n))
  const short = quantity - left
  let withoutLot = 0n
  const chosen: { readonly lot: string; readonly quantity: string }[] = []
  for (const { lot, quantity: inLot } of candidates) {
    const taken = min(left, max(inLot, 0n))
    if (taken === 0n) continue
    left -= taken
    if (lot === null) withoutLot = taken
    else chosen.push({ lot, quantity: formatMicros(taken) })
  }
  return { lots: chosen, withoutLot: formatMicros(withoutLot), short: formatMicros(short) }
}

function isPast(daysLeft: number | null): boolean {
  return daysLeft !== null && daysLeft < 0
}

/** The lots come by number, and sorting keeps the order of equals; what is in no lot is last. */
function byExpiry(lots: readonly Lot[]): readonly Lot[] {
  const rank = ({ lot, daysLeft }: Lot) => (lot === null ? Infinity : (daysLeft ?? Number.MAX_SAFE_INTEGER))
  return lots.toSorted((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)))
}

function named(lots: readonly Lot[], names: readonly string[]): readonly Lot[] {
  return [...new Set(names)].flatMap((name) => lots.find(({ lot }) => lot === name) ?? [])
}

function min(a: Micros, b: Micros): Micros {
  return a < b ? a : b
}

function max(a: Micros, b: Micros): Micros {
  return a > b ? a : b
}

import { averageCost, type StockRecords } from '@tidemark/domain'
import { compareCodePoints, type Micros, type UnitState } from '@tidemark/projection'
import type { AtBranch, ChannelAt, LotAt } from './at-branch.ts'

/** The sum of a figure over branches. */
export function total(places: readonly AtBranch[], figure: (place: AtBranch) => Micros): Micros {
  return places.reduce((sum, place) => sum + figure(place), 0n)
}

/** The latest of a date over branches, `null` when it never happened at any. */
export function latest(places: readonly AtBranch[], date: (place: AtBranch) => number | null): number | null {
  const dates = places.map(date).filter((instant) => instant !== null)
  return dates.length === 0 ? null : Math.max(...dates)
}

/**
 * The average over the company: all value by all on hand; with nothing on hand, the averages last known at the
 * branches, weighed by the quantities they came from, as a company-wide average would begin.
 */
export function averageOver(places: readonly AtBranch[], unit: UnitState<StockRecords>): Micros | null {
  const item = unit.item.item
  if (item !== undefined && !item.tracksQuantity) return null
  const stock = unit.pool.pool ?? {
    onHand: total(places, ({ record }) => record.onHand),
    value: total(places, ({ record }) => record.value),
    keptValue: total(places, ({ record: { onHand, value, keptValue } }) => (onHand > 0n ? value : keptValue)),
    keptQuantity: total(places, ({ record }) => (record.onHand > 0n ? record.onHand : record.keptQuantity)),
  }
  return averageCost(stock) ?? item?.startingAverage ?? null
}

/** The branch that received last; of several at the same instant, the first by code point. */
export function lastReceiver(places: readonly AtBranch[]): AtBranch | undefined {
  const last = latest(places, ({ record }) => record.lastReceiptOn)
  return last === null ? undefined : places.find(({ record }) => record.lastReceiptOn === last)
}

/** Lots over branches: those of one name that expire alike and are held alike are one. */
export function lotsOver(places: readonly AtBranch[]): readonly LotAt[] {
  const together = places.some(({ lots }) => lots.length > 0) ? places.flatMap(lotsWithNone) : []
  const groups = Map.groupBy(together, ({ lot, expiresOn, held }) => JSON.stringify([lot, expiresOn, held]))
  return [...groups.values()]
    .flatMap(([first, ...others]) =>
      first === undefined
        ? []
        : [{ ...first, quantity: others.reduce((sum, { quantity }) => sum + quantity, first.quantity) }],
    )
    .filter(({ quantity }) => quantity !== 0n)
    .sort(byLot)
}

/** A branch without lots has all of it in none. */
function lotsWithNone({ lots, record }: AtBranch): readonly LotAt[] {
  return lots.length > 0 ? lots : [{ lot: null, expiresOn: null, quantity: record.onHand, held: false }]
}

function byLot(a: LotAt, b: LotAt): number {
  if (a.lot === null || b.lot === null) return Number(a.lot === null) - Number(b.lot === null)
  return (
    compareCodePoints(a.lot, b.lot) ||
    compareCodePoints(a.expiresOn ?? '', b.expiresOn ?? '') ||
    Number(a.held) - Number(b.held)
  )
}

/** Channels over branches, by code point. */
export function channelsOver(places: readonly AtBranch[]): readonly ChannelAt[] {
  const all = Map.groupBy(
    places.flatMap(({ channels }) => channels),
    ({ channel }) => channel,
  )
  return [...all]
    .sort(([a], [b]) => compareCodePoints(a, b))
    .map(([channel, parts]) => ({
      channel,
      allocated: parts.reduce((sum, { allocated }) => sum + allocated, 0n),
      reserved: parts.reduce((sum, { reserved }) => sum + reserved, 0n),
    }))
}

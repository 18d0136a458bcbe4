import { formatMicros, type Micros } from '@tidemark/projection'
import { textAt } from '../view/attribute.ts'
import { itemsOf } from '../view/each-item.ts'
import type { InventoryView } from '../view/inventory-view.ts'
import type { ItemRecords } from '../view/level.ts'
import { type Variance, variancesOf } from './variance.ts'

/** A lot on a count sheet; `lot: null` is what is in no lot. */
export interface CountedLot {
  readonly lot: string | null
  readonly expiresOn: string | null
  readonly expected: string
  /** `null` while it has no entry of its own; such a lot stays as it is when the count is posted. */
  readonly counted: string | null
}

/** A line of a count sheet. Quantities and amounts are decimal strings. */
export interface CountLine {
  readonly item: string
  readonly name: string
  /** On hand when the first entry was made, or now while there is none. */
  readonly expected: string
  /** The entries so far; `null` while there is none: never counted is not counted as 0. */
  readonly counted: string | null
  /** What posting would add to on hand; `null` while nothing is counted. */
  readonly variance: string | null
  /** What posting would add to value. */
  readonly varianceValue: string | null
  /** Goods moved since the first entry: on hand after posting is what was counted, corrected for that. */
  readonly moved: boolean
  /** None where the item has no lots. */
  readonly lots: readonly CountedLot[]
}

/** What the variances of a count sheet come to. */
export interface CountTotals {
  readonly lines: number
  readonly counted: number
  /** Of the lines with more than expected. */
  readonly gainQuantity: string
  readonly gainValue: string
  /** Of the lines with less than expected, below zero. */
  readonly lossQuantity: string
  readonly lossValue: string
}

/** What should be found at a branch, what was, and what posting would make of it. */
export interface CountSheet {
  readonly branch: string
  /** Entries up to this instant are on the sheet, and posting the sheet posts just these: ISO 8601, UTC. */
  readonly asOf: string
  /** By code point of the item, or in the order the items were asked for. */
  readonly lines: readonly CountLine[]
  readonly totals: CountTotals
}

/** The count sheet of a branch in a view. */
export function countSheet(
  view: InventoryView,
  branch: string,
  items: readonly string[] | undefined,
): CountSheet {
  const found =
    items === undefined
      ? [...itemsOf(view.stock, undefined)].filter(({ records }) => isOnEverySheet(records, branch))
      : [...new Set(items)].map((item) => ({ item, records: [...itemsOf(view.stock, item)][0]?.records }))
  const open = found.filter(({ records }) => records?.count.find(branch) !== undefined)
  const variances = variancesOf(
    view,
    branch,
    open.map(({ item }) => item),
  )
  return {
    branch,
    asOf: view.asOf,
    lines: found.map(({ item, records }) => lineOf(item, branch, records, variances.get(item))),
    totals: totalsOf(found.length, [...variances.values()]),
  }
}

/** What is kept at the branch, also when none is left; of what is not stocked only what is there or was counted. */
function isOnEverySheet(records: ItemRecords, branch: string): boolean {
  const here = records.branch.find(branch)
  const definition = records.item.find('item')
  if (here === undefined || definition?.tracksQuantity === false) return false
  if (here.onHand !== 0n || records.count.find(branch) !== undefined) return true
  const stocked = records.override.find(branch)?.attributes.stocked ?? definition?.stocked
  return stocked !== false
}

function lineOf(
  item: string,
  branch: string,
  records: ItemRecords | undefined,
  variance: Variance | undefined,
): CountLine {
  const count = records?.count.find(branch)
  const expected = count?.base ?? records?.branch.find(branch)?.onHand ?? 0n
  return {
    item,
    name: (records === undefined ? null : textAt(records, branch, 'name')) ?? item,
    expected: formatMicros(expected),
    counted: count === undefined ? null : formatMicros(count.counted),
    variance: variance === undefined ? null : formatMicros(variance.quantity),
    varianceValue: variance === undefined ? null : formatMicros(variance.value),
    moved: count?.moved ?? false,
    lots: records === undefined ? [] : lotsOf(records, branch, expected),
  }
}

/** The lots to count, then what is in no lot. */
function lotsOf(records: ItemRecords, branch: string, expectedInAll: Micros): readonly CountedLot[] {
  const count = records.count.find(branch)
  const lots: CountedLot[] = []
  let expectedInLots = 0n
  let countedInLots: Micros | null = null
  records.lot.each((_key, { branch: where, lot, quantity, countBase, counted, expiresOn }) => {
    if (lot === null || where !== branch) return
    const expected = count === undefined ? quantity : countBase
    expectedInLots += expected
    if (count !== undefined && counted !== null) countedInLots = (countedInLots ?? 0n) + counted
    if (expected === 0n && counted === null) return
    lots.push({ lot, expiresOn, expected: formatMicros(expected), counted: textOf(counted) })
  })
  if (lots.length === 0) return lots
  // A count that names lots is of what is in no lot as well.
  const counted = count === undefined || countedInLots === null ? null : count.counted - countedInLots
  const expected = formatMicros(expectedInAll - expectedInLots)
  return [...lots, { lot: null, expiresOn: null, expected, counted: textOf(counted) }]
}

function textOf(micros: Micros | null): string | null {
  return micros === null ? null : formatMicros(micros)
}

function totalsOf(lines: number, variances: readonly Variance[]): CountTotals {
  const sum = (kept: (variance: Variance) => boolean, of: 'quantity' | 'value') =>
    formatMicros(variances.filter(kept).reduce((total, variance) => total + variance[of], 0n))
  const isGain = ({ quantity }: Variance) => quantity > 0n
  const isLoss = ({ quantity }: Variance) => quantity < 0n
  return {
    lines,
    counted: variances.length,
    gainQuantity: sum(isGain, 'quantity'),
    gainValue: sum(isGain, 'value'),
    lossQuantity: sum(isLoss, 'quantity'),
    lossValue: sum(isLoss, 'value'),
  }
}

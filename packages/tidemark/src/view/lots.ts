import { branchOf } from '@tidemark/domain'
import { formatMicros, type Micros, multiply, prorate } from '@tidemark/projection'
import { daysUntil, localDateOf } from '../calendar.ts'
import { TidemarkError } from '../errors.ts'
import { levelsOf, type StockFilter } from './each-item.ts'
import { isHeld } from './hold.ts'
import type { ItemRecords, Level } from './level.ts'
import type { StockView } from './view.ts'

/** A lot of an item at a branch; `lot: null` is the bucket of what is in no lot. Quantities in micros. */
export interface Lot {
  readonly lot: string | null
  readonly quantity: Micros
  /** A local date such as `2027-03-31`; the lot is good through that day. */
  readonly expiresOn: string | null
  /** From the view's day at the branch to `expiresOn`: 0 on the last good day, below 0 when expired. */
  readonly daysLeft: number | null
  readonly held: boolean
}

/** A lot as files and the command line show it. */
export interface LotRow {
  readonly item: string
  readonly branch: string
  readonly lot: string | null
  readonly expiresOn: string | null
  readonly daysLeft: number | null
  readonly held: boolean
  readonly quantity: string
  /** At the average of the branch, each lot rounded by itself. */
  readonly value: string
}

/** Which lots to list. */
export interface LotFilter extends StockFilter {
  /** Only lots on hand that expire within so many days, or have expired: those that expire first come first. */
  readonly expiringWithin?: number | undefined
}

/**
 * The lots of a view where something is in lots: by item, branch and lot, or by days left.
 *
 * @throws TidemarkError `INVALID_ARGUMENT` for days that are no number.
 */
export function lotRows(stock: StockView, filter: LotFilter): readonly LotRow[] {
  const rows: LotRow[] = []
  const within = filter.expiringWithin
  if (Number.isNaN(within))
    throw new TidemarkError('INVALID_ARGUMENT', `expiringWithin ${within} (a number of days)`)
  for (const { level, records } of levelsOf(stock, filter)) {
    const lots = lotsAt(stock, level, records)
    if (lots.every(({ lot }) => lot === null)) continue
    for (const lot of lots) {
      if (within === undefined || isExpiring(lot, within)) rows.push(toRow(level, lot))
    }
  }
  return within === undefined ? rows : rows.sort((a, b) => (a.daysLeft ?? 0) - (b.daysLeft ?? 0))
}

/**
 * The lots of an item at a branch by their number, then what is in no lot; together they are what is on hand. Lots with
 * nothing in them are left out.
 */
export function lotsAt(stock: StockView, level: Level, records: ItemRecords): readonly Lot[] {
  const { branch } = level
  const lots: Lot[] = []
  let today: string | undefined
  let inLots = 0n
  records.lot.each((_key, record) => {
    if (record.branch !== branch || record.lot === null) return
    inLots += record.quantity
    if (record.quantity === 0n) return
    today ??= localDateOf(stock.asOf, branchOf(stock.common, branch).timeZone)
    const { lot, quantity, expiresOn } = record
    const daysLeft = expiresOn === null ? null : daysUntil(today, expiresOn)
    lots.push({ lot, quantity, expiresOn, daysLeft, held: isHeld(records, lot, branch) })
  })
  const quantity = level.onHand - inLots
  if (quantity !== 0n) lots.push({ lot: null, quantity, expiresOn: null, daysLeft: null, held: false })
  return lots
}

function isExpiring({ quantity, daysLeft }: Lot, within: number): boolean {
  return quantity > 0n && daysLeft !== null && daysLeft <= within
}

function toRow(level: Level, { lot, expiresOn, daysLeft, held, quantity }: Lot): LotRow {
  const { item, branch } = level
  const value = formatMicros(lotValue(level, quantity))
  return { item, branch, lot, expiresOn, daysLeft, held, quantity: formatMicros(quantity), value }
}

function lotValue({ onHand, value, averageCost }: Level, quantity: Micros): Micros {
  return onHand > 0n ? prorate(value, quantity, onHand) : multiply(quantity, averageCost ?? 0n)
}

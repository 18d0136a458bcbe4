import {
  formatInstant,
  lastReceiptCost,
  marketCost,
  type StockRecords,
  stockRecords,
  weightedAverage,
} from '@tidemark/domain'
import { formatMicros, initialRecord, type Micros } from '@tidemark/projection'
import type { ReadonlyDraft } from '@tidemark/timeline'
import { numberAt } from './attribute.ts'
import { isHeld } from './hold.ts'

/** The records of one item in a view. */
export type ItemRecords = ReadonlyDraft<StockRecords>

/** What one item is at one branch: quantities and amounts in micros, instants in milliseconds. */
export interface Level {
  readonly item: string
  readonly branch: string
  readonly onHand: Micros
  readonly value: Micros
  readonly averageCost: Micros | null
  readonly lastReceiptCost: Micros | null
  readonly marketCost: Micros | null
  readonly lastSoldOn: number | null
  readonly lastPurchasedOn: number | null
  readonly lastReceiptOn: number | null
  readonly lastCountedOn: number | null
  readonly lastCountQuantity: Micros | null
  readonly onOrder: Micros
  readonly reserved: Micros
  readonly held: Micros
  /** On hand - reserved - held - safety stock. */
  readonly available: Micros
}

/** A level as files and the command line show it: decimal strings, ISO instants, `null` where there is nothing. */
export interface LevelRow {
  readonly item: string
  readonly branch: string
  readonly onHand: string
  readonly value: string
  readonly averageCost: string | null
  readonly lastReceiptCost: string | null
  readonly marketCost: string | null
  readonly lastSoldOn: string | null
  readonly lastPurchasedOn: string | null
  readonly lastReceiptOn: string | null
  readonly lastCountedOn: string | null
  readonly lastCountQuantity: string | null
  readonly onOrder: string
  readonly reserved: string
  readonly available: string
}

/** What an item is that nobody has defined. */
const undefinedItem = initialRecord(stockRecords.item)

/** Visits the levels of one item, by branch. */
export function eachLevel(item: string, records: ItemRecords, visit: (level: Level) => void): void {
  const definition = records.item.find('item') ?? undefinedItem
  const pool = records.pool.find('pool')
  const hasHolds = records.hold.keys().length > 0
  records.branch.each((branch, record) => {
    const held = hasHolds ? heldAt(records, branch) : 0n
    const safety = numberAt(records, branch, 'safetyStock') ?? 0n
    visit({
      item,
      branch,
      onHand: record.onHand,
      value: record.value,
      averageCost: weightedAverage(definition, record, pool),
      lastReceiptCost: lastReceiptCost(definition, record),
      marketCost: marketCost(definition, record),
      lastSoldOn: record.lastSoldOn,
      lastPurchasedOn: record.lastPurchasedOn,
      lastReceiptOn: record.lastReceiptOn,
      lastCountedOn: record.lastCountedOn,
      lastCountQuantity: record.lastCountQuantity,
      onOrder: record.onOrder,
      reserved: record.reserved,
      held,
      available: record.onHand - record.reserved - held - safety,
    })
  })
}

/** What is on hand in held lots at a branch. */
function heldAt(records: ItemRecords, branch: string): Micros {
  let held = 0n
  records.lot.each((_key, lot) => {
    if (lot.branch !== branch || lot.quantity <= 0n) return
    if (isHeld(records, lot.lot ?? '', branch)) held += lot.quantity
  })
  return held
}

/** A level in the form of files and the command line. */
export function toLevelRow(level: Level): LevelRow {
  return {
    item: level.item,
    branch: level.branch,
    onHand: formatMicros(level.onHand),
    value: formatMicros(level.value),
    averageCost: decimalOrNull(level.averageCost),
    lastReceiptCost: decimalOrNull(level.lastReceiptCost),
    marketCost: decimalOrNull(level.marketCost),
    lastSoldOn: instantOrNull(level.lastSoldOn),
    lastPurchasedOn: instantOrNull(level.lastPurchasedOn),
    lastReceiptOn: instantOrNull(level.lastReceiptOn),
    lastCountedOn: instantOrNull(level.lastCountedOn),
    lastCountQuantity: decimalOrNull(level.lastCountQuantity),
    onOrder: formatMicros(level.onOrder),
    reserved: formatMicros(level.reserved),
    available: formatMicros(level.available),
  }
}

function decimalOrNull(micros: Micros | null): string | null {
  return micros === null ? null : formatMicros(micros)
}

function instantOrNull(instant: number | null): string | null {
  return instant === null ? null : formatInstant(instant)
}

import {
  type BranchRecord,
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
import type { StockView } from './view.ts'

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
  const levelAt = levelsOfItem(item, records)
  records.branch.each((branch, figures) => visit(levelAt(branch, figures)))
}

/** What of a branch's record stands in its level. */
export type BranchFigures = Readonly<
  Pick<
    BranchRecord,
    | 'onHand'
    | 'value'
    | 'keptValue'
    | 'keptQuantity'
    | 'lastReceiptCost'
    | 'marketCost'
    | 'lastSoldOn'
    | 'lastPurchasedOn'
    | 'lastReceiptOn'
    | 'lastCountedOn'
    | 'lastCountQuantity'
    | 'onOrder'
    | 'reserved'
  >
>

/** Reads them row by row. */
export function branchFigures(stock: StockView): (row: number) => BranchFigures {
  const branch = stock.fields('branch')
  return (row) => ({
    onHand: branch.onHand(row),
    value: branch.value(row),
    keptValue: branch.keptValue(row),
    keptQuantity: branch.keptQuantity(row),
    lastReceiptCost: branch.lastReceiptCost(row),
    marketCost: branch.marketCost(row),
    lastSoldOn: branch.lastSoldOn(row),
    lastPurchasedOn: branch.lastPurchasedOn(row),
    lastReceiptOn: branch.lastReceiptOn(row),
    lastCountedOn: branch.lastCountedOn(row),
    lastCountQuantity: branch.lastCountQuantity(row),
    onOrder: branch.onOrder(row),
    reserved: branch.reserved(row),
  })
}

/** The levels of one item, each from the figures of its branch. */
export function levelsOfItem(
  item: string,
  records: ItemRecords,
): (branch: string, figures: BranchFigures) => Level {
  const definition = records.item.find('item') ?? undefinedItem
  const pool = records.pool.find('pool')
  const hasHolds = records.hold.keys().length > 0
  return (branch, figures) => {
    const held = hasHolds ? heldAt(records, branch) : 0n
    const safety = numberAt(records, branch, 'safetyStock') ?? 0n
    return {
      item,
      branch,
      onHand: figures.onHand,
      value: figures.value,
      averageCost: weightedAverage(definition, figures, pool),
      lastReceiptCost: lastReceiptCost(definition, figures),
      marketCost: marketCost(definition, figures),
      lastSoldOn: figures.lastSoldOn,
      lastPurchasedOn: figures.lastPurchasedOn,
      lastReceiptOn: figures.lastReceiptOn,
      lastCountedOn: figures.lastCountedOn,
      lastCountQuantity: figures.lastCountQuantity,
      onOrder: figures.onOrder,
      reserved: figures.reserved,
      held,
      available: figures.onHand - figures.reserved - held - safety,
    }
  }
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

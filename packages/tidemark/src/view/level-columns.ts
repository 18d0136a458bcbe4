import type { StockRecords } from '@tidemark/domain'
import { type Micros, microsOfDouble, perUnitOfDoubles } from '@tidemark/projection'
import type { OnlyFields, ViewColumns, WantedFields } from '@tidemark/timeline'
import { type BranchFigures, branchFigures, type Level, levelsOfItem } from './level.ts'
import type { StockView } from './view.ts'

/** Figures of a level that are micros. */
const microsNames = [
  'onHand',
  'value',
  'averageCost',
  'lastReceiptCost',
  'marketCost',
  'lastCountQuantity',
  'onOrder',
  'reserved',
  'held',
  'available',
] as const

/** A column of quantities, values or costs, in micros. */
export type MicrosName = (typeof microsNames)[number]

/** A column of instants, in milliseconds since the epoch. */
export type InstantName = 'lastSoldOn' | 'lastPurchasedOn' | 'lastReceiptOn' | 'lastCountedOn'

/**
 * Every level of a view, column by column, by item then branch by code point: for those who add up, sort or search many,
 * without an object for each.
 *
 * Micros are whole numbers, exact: NaN where there is none; Infinity where no double holds it, and then {@link micros} tells
 * it. Instants are milliseconds, NaN where it never happened. Nobody may change them.
 */
export interface LevelColumns extends Readonly<Record<MicrosName | InstantName, Float64Array>> {
  /** How many levels there are. */
  readonly length: number
  /** The items, by code point, those at no branch included. */
  readonly items: readonly string[]
  /** By level: the number of its item among them. */
  readonly itemOf: Uint32Array
  /** By level. */
  readonly branches: readonly string[]
  /** The exact figure of a level; `null` where there is none. */
  micros(figure: MicrosName, level: number): Micros | null
  /** A level as an object. */
  at(level: number): Level
}

/** What of the records stands in levels, where nothing is pooled, held, or differs by branch. */
const wanted = {
  branch: [
    'onHand',
    'value',
    'keptValue',
    'keptQuantity',
    'lastReceiptCost',
    'marketCost',
    'lastSoldOn',
    'lastPurchasedOn',
    'lastReceiptOn',
    'lastCountedOn',
    'lastCountQuantity',
    'onOrder',
    'reserved',
  ],
  item: ['tracksQuantity', 'startingAverage', 'lastReceiptCost', 'marketCost', 'safetyStock'],
  pool: [],
  override: [],
  hold: [],
} as const satisfies WantedFields<StockRecords>

type Wanted = ViewColumns<OnlyFields<StockRecords, typeof wanted>>

/** Draws up the columns of all levels of a view. */
export function levelColumns(stock: StockView): LevelColumns {
  const columnsIn = stock.columnsOf(wanted)
  const items = columnsIn.units
  const { units: itemOf, keys: branches, rows } = columnsIn.listed('branch')
  const length = rows.length
  const exactAt = exactLevels(stock, items, itemOf, branches, rows)
  const gather = (field: (typeof wanted.branch)[number]) => columnsIn.doublesAt('branch', field, rows)
  const ofItems = itemFigures(columnsIn)
  /** Where the branch has none of its own, that of the item holds. */
  const orItems = (column: Float64Array, ofItem: Float64Array): Float64Array => {
    if (ofItem.every(Number.isNaN)) return column
    const found = column.slice()
    for (let level = 0; level < length; level++)
      if (Number.isNaN(found[level])) found[level] = ofItem[itemOf[level] ?? 0] ?? Number.NaN
    return found
  }
  const [onHand, value, reserved] = [gather('onHand'), gather('value'), gather('reserved')]
  const columns = {
    onHand,
    value,
    averageCost: averages(columnsIn, { onHand, value, itemOf, rows }, ofItems),
    lastReceiptCost: whereTracked(
      orItems(gather('lastReceiptCost'), ofItems.lastReceiptCost),
      itemOf,
      ofItems,
    ),
    marketCost: orItems(gather('marketCost'), ofItems.marketCost),
    lastSoldOn: gather('lastSoldOn'),
    lastPurchasedOn: gather('lastPurchasedOn'),
    lastReceiptOn: gather('lastReceiptOn'),
    lastCountedOn: gather('lastCountedOn'),
    lastCountQuantity: gather('lastCountQuantity'),
    onOrder: gather('onOrder'),
    reserved,
    held: new Float64Array(length),
    available: availables(onHand, reserved, itemOf, ofItems.safetyStock),
  }
  const putExact = exactInto(columns)
  // Pools, holds and what differs by branch take a closer look, and so do numbers that no double holds.
  const isPlain = !ofItems.isPlain.includes(0)
  if (!isPlain || columns.averageCost.includes(UNKNOWN) || isAnyBeyond(columns.available))
    for (let level = 0; level < length; level++) {
      if (
        (isPlain || ofItems.isPlain[itemOf[level] ?? 0] === 1) &&
        Math.abs(columns.available[level] ?? 0) <= Number.MAX_SAFE_INTEGER &&
        columns.averageCost[level] !== UNKNOWN
      )
        continue
      putExact(level, exactAt(level))
    }
  const columnsOfMicros = microsNames.map((name) => columns[name])
  const micros = (figure: MicrosName, level: number): Micros | null =>
    microsIn(columns[figure], level) ?? (columns[figure][level] === UNKNOWN ? exactAt(level)[figure] : null)
  return {
    ...columns,
    length,
    items,
    itemOf,
    branches,
    micros,
    at: (level) => {
      const isExact = columnsOfMicros.every((column) => column[level] !== UNKNOWN)
      return isExact
        ? levelAt(columns, items[itemOf[level] ?? 0] ?? '', branches[level] ?? '', level)
        : exactAt(level)
    },
  }
}

/** What a column of micros holds where no double holds the number. */
const UNKNOWN = Infinity

type Figures = Readonly<Record<MicrosName | InstantName, Float64Array>>

/** What of items stands in the levels of all their branches. */
interface ItemFigures {
  readonly startingAverage: Float64Array
  readonly lastReceiptCost: Float64Array
  readonly marketCost: Float64Array
  readonly safetyStock: Float64Array
  /** 1 where the quantity is tracked: else there is neither an average nor a last receipt cost. */
  readonly isTracked: Uint8Array
  /** 1 where an item has nothing that makes its levels a matter of more than these and the branch's own figures. */
  readonly isPlain: Uint8Array
}

function itemFigures(stock: Wanted): ItemFigures {
  const count = stock.units.length
  const figures: ItemFigures = {
    startingAverage: new Float64Array(count).fill(Number.NaN),
    lastReceiptCost: new Float64Array(count).fill(Number.NaN),
    marketCost: new Float64Array(count).fill(Number.NaN),
    safetyStock: new Float64Array(count),
    isTracked: new Uint8Array(count).fill(1),
    isPlain: new Uint8Array(count).fill(1),
  }
  const { units, rows } = stock.listed('item')
  for (const field of ['startingAverage', 'lastReceiptCost', 'marketCost', 'safetyStock'] as const) {
    const column = stock.doublesAt('item', field, rows)
    const ofItems = figures[field]
    for (let at = 0; at < units.length; at++) ofItems[units[at] ?? 0] = column[at] ?? Number.NaN
  }
  const { safetyStock, isTracked } = figures
  for (let item = 0; item < count; item++) if (Number.isNaN(safetyStock[item])) safetyStock[item] = 0
  const { tracksQuantity } = stock.fields('item')
  for (let at = 0; at < units.length; at++) if (!tracksQuantity(rows[at] ?? 0)) isTracked[units[at] ?? 0] = 0
  for (const kind of ['pool', 'override', 'hold'] as const)
    stock.eachRow(kind, (item) => {
      figures.isPlain[item] = 0
    })
  return figures
}

/** What of levels their averages come from. */
interface Stocked {
  readonly onHand: Float64Array
  readonly value: Float64Array
  readonly itemOf: Uint32Array
  /** The rows of their records. */
  readonly rows: Uint32Array
}

/** Value / on hand, else the kept average, else what the item starts from; {@link UNKNOWN} where doubles cannot tell. */
function averages(
  columns: Wanted,
  { onHand, value, itemOf, rows }: Stocked,
  { startingAverage, isTracked }: ItemFigures,
): Float64Array {
  const found = new Float64Array(onHand.length)
  const without: number[] = []
  for (let level = 0; level < found.length; level++) {
    const quantity = onHand[level] ?? 0
    // The only call of the loop, so that it becomes part of it: a number handed back by a call is an object.
    const cost = perUnitOfDoubles(value[level] ?? 0, quantity)
    found[level] = cost
    if (cost - cost === 0) continue
    found[level] = UNKNOWN
    if (!(quantity > 0)) without.push(level)
  }
  const levels = Uint32Array.from(without)
  const rowsWithout = levels.map((level) => rows[level] ?? 0)
  const keptValue = columns.doublesAt('branch', 'keptValue', rowsWithout)
  const keptQuantity = columns.doublesAt('branch', 'keptQuantity', rowsWithout)
  for (let at = 0; at < levels.length; at++) {
    const [level = 0, kept = 0] = [levels[at], keptQuantity[at]]
    const cost = perUnitOfDoubles(keptValue[at] ?? 0, kept)
    if (kept === 0) found[level] = startingAverage[itemOf[level] ?? 0] ?? Number.NaN
    else if (cost - cost === 0) found[level] = cost
  }
  return whereTracked(found, itemOf, { isTracked })
}

/** A column with nothing in the levels of items whose quantity is not tracked. */
function whereTracked(
  column: Float64Array,
  itemOf: Uint32Array,
  { isTracked }: Pick<ItemFigures, 'isTracked'>,
): Float64Array {
  if (!isTracked.includes(0)) return column
  return column.map((cell, level) => (isTracked[itemOf[level] ?? 0] === 0 ? Number.NaN : cell))
}

/** On hand - reserved - safety stock: what is held comes off where something is. */
function availables(
  onHand: Float64Array,
  reserved: Float64Array,
  itemOf: Uint32Array,
  safetyStock: Float64Array,
): Float64Array {
  // Where nothing is ever kept back, what is on hand is available.
  if (isZero(reserved) && isZero(safetyStock)) return onHand
  const found = new Float64Array(onHand.length)
  for (let level = 0; level < found.length; level++)
    found[level] = (onHand[level] ?? 0) - (reserved[level] ?? 0) - (safetyStock[itemOf[level] ?? 0] ?? 0)
  return found
}

function isZero(column: Float64Array): boolean {
  for (let at = 0; at < column.length; at++) if (column[at] !== 0) return false
  return true
}

function isAnyBeyond(column: Float64Array): boolean {
  for (let at = 0; at < column.length; at++)
    if (!(Math.abs(column[at] ?? 0) <= Number.MAX_SAFE_INTEGER)) return true
  return false
}

/** Levels one by one, with bigints: always right. */
function exactLevels(
  stock: StockView,
  items: readonly string[],
  itemOf: Uint32Array,
  branches: readonly string[],
  rows: Uint32Array,
): (level: number) => Level {
  let figuresAt: ((row: number) => BranchFigures) | undefined
  // Levels of one item come one after the other.
  let last: { readonly item: number; readonly levelAt: ReturnType<typeof levelsOfItem> } | undefined
  return (level) => {
    figuresAt ??= branchFigures(stock)
    const item = itemOf[level] ?? 0
    if (last?.item !== item) {
      const key = items[item] ?? ''
      const records = stock.records(key)
      if (records === undefined) throw new RangeError(`no records of ${key}`)
      last = { item, levelAt: levelsOfItem(key, records) }
    }
    return last.levelAt(branches[level] ?? '', figuresAt(rows[level] ?? -1))
  }
}

/** Puts exact figures into the cells of a level; columns that are only lent are copied first. */
function exactInto(columns: Record<MicrosName, Float64Array>): (level: number, exact: Level) => void {
  const own = new Set<MicrosName>()
  return (level, exact) => {
    for (const name of microsNames) {
      const figure = exact[name]
      const cell = figure === null ? Number.NaN : Number(figure)
      const safe = figure === null || Number.isSafeInteger(cell) ? cell : UNKNOWN
      if (Object.is(columns[name][level], safe)) continue
      if (!own.has(name)) columns[name] = columns[name].slice()
      own.add(name)
      columns[name][level] = safe
    }
  }
}

function levelAt(columns: Figures, item: string, branch: string, level: number): Level {
  return {
    item,
    branch,
    onHand: microsIn(columns.onHand, level) ?? 0n,
    value: microsIn(columns.value, level) ?? 0n,
    averageCost: microsIn(columns.averageCost, level),
    lastReceiptCost: microsIn(columns.lastReceiptCost, level),
    marketCost: microsIn(columns.marketCost, level),
    lastSoldOn: instantIn(columns.lastSoldOn, level),
    lastPurchasedOn: instantIn(columns.lastPurchasedOn, level),
    lastReceiptOn: instantIn(columns.lastReceiptOn, level),
    lastCountedOn: instantIn(columns.lastCountedOn, level),
    lastCountQuantity: microsIn(columns.lastCountQuantity, level),
    onOrder: microsIn(columns.onOrder, level) ?? 0n,
    reserved: microsIn(columns.reserved, level) ?? 0n,
    held: microsIn(columns.held, level) ?? 0n,
    available: microsIn(columns.available, level) ?? 0n,
  }
}

/** What a column holds; `null` where there is none, or no double holds it. */
function microsIn(column: Float64Array, level: number): Micros | null {
  const cell = column[level] ?? Number.NaN
  return cell - cell === 0 ? microsOfDouble(cell) : null
}

function instantIn(column: Float64Array, level: number): number | null {
  const cell = column[level] ?? Number.NaN
  return Number.isNaN(cell) ? null : cell
}

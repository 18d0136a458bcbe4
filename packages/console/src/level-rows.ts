import { formatMicros, type Grouping, type InventoryView, type Level, toLevelRow } from 'tidemark'
import type { flags, LevelAnswer } from './answers/levels.ts'

type Flag = (typeof flags)[number]

/** By what levels can be sorted. */
export const levelOrders = [
  'item',
  'branch',
  'name',
  'onHand',
  'value',
  'averageCost',
  'lastReceiptCost',
  'marketCost',
  'available',
  'reserved',
  'onOrder',
  'lastSoldOn',
  'lastPurchasedOn',
  'lastReceiptOn',
  'lastCountedOn',
  'lastCountQuantity',
  'flags',
] as const

export type LevelOrder = (typeof levelOrders)[number]

/** Which levels are wanted, in which order. */
export interface LevelQuestion {
  readonly text?: string | undefined
  readonly item?: string | undefined
  readonly branch?: string | undefined
  /** Rows that deserve any of these looks; all rows when there is none. */
  readonly flag?: readonly Flag[] | undefined
  readonly group?: string | undefined
  readonly section?: string | undefined
  readonly vendor?: string | undefined
  readonly sort: LevelOrder
  readonly descending: boolean
}

/** The levels of a view that are wanted, in the order wanted; equal ones by item, then branch. */
export function levelsWanted(view: InventoryView, question: LevelQuestion): readonly Level[] {
  const isWanted = wantedBy(view, question)
  const found: Level[] = []
  view.each((level) => {
    if (isWanted(level)) found.push(level)
  })
  const { sort, descending } = question
  if (sort === 'item' && !descending) return found
  const direction = descending ? -1 : 1
  const key = sortedBy(view, sort)
  const keyed = found.map((level) => ({ level, key: key(level) }))
  return keyed.sort((a, b) => direction * compare(a.key, b.key)).map(({ level }) => level)
}

function wantedBy(view: InventoryView, question: LevelQuestion): (level: Level) => boolean {
  const { text, item, branch, flag: sought = [] } = question
  const words = text?.trim().toLowerCase() ?? ''
  const classes = classesOf.filter((of) => question[of] !== undefined)
  const hasFlag = flagged(view, sought)
  return (level) =>
    (item === undefined || level.item === item) &&
    (branch === undefined || level.branch === branch) &&
    hasFlag(level) &&
    // Rows without a class are asked for by an empty name.
    classes.every((of) => (partOf(view, level, of) ?? '') === question[of]) &&
    (words === '' ||
      level.item.toLowerCase().includes(words) ||
      nameOf(view, level.item).toLowerCase().includes(words))
}

const classesOf = ['group', 'section', 'vendor'] as const

/** Whether a level deserves any of the looks asked for. */
function flagged(view: InventoryView, sought: readonly Flag[]): (level: Level) => boolean {
  if (sought.length === 0) return () => true
  const short = sought.includes('below-minimum') ? belowMinimum(view) : new Set<string>()
  return (level) =>
    (sought.includes('negative') && level.onHand < 0n) ||
    (sought.includes('no-cost') && level.averageCost === null) ||
    short.has(keyOf(level))
}

/** What a level is counted to, of what can be totalled; as `view.totals` has it. */
export function partOf(view: InventoryView, { item, branch }: Level, by: Grouping): string | null {
  if (by === 'item') return item
  if (by === 'branch') return branch
  const records = view.stock.records(item)
  const there = records?.override.find(branch)?.attributes[by]
  return typeof there === 'string' ? there : (records?.item.find('item')?.[by] ?? null)
}

function sortedBy(view: InventoryView, sort: LevelOrder): (level: Level) => Key {
  if (sort === 'name') return ({ item }) => nameOf(view, item)
  if (sort === 'flags') return gravityIn(view)
  return (level) => level[sort]
}

/** How much a level deserves a look: below zero more than below its minimum, and that more than without a cost. */
function gravityIn(view: InventoryView): (level: Level) => number {
  const short = belowMinimum(view)
  return (level) =>
    (level.onHand < 0n ? 4 : 0) + (short.has(keyOf(level)) ? 2 : 0) + (level.averageCost === null ? 1 : 0)
}

type Key = string | number | bigint | null

/** Nothing comes before anything. */
function compare(a: Key, b: Key): number {
  if (a === b) return 0
  if (a === null || b === null) return a === null ? -1 : 1
  return a < b ? -1 : 1
}

/** What the found levels add up to. */
export function sumOf(levels: readonly Level[]) {
  let [onHand, value] = [0n, 0n]
  const items = new Set<string>()
  for (const level of levels) {
    onHand += level.onHand
    value += level.value
    items.add(level.item)
  }
  return {
    onHand: formatMicros(onHand),
    value: formatMicros(value),
    rows: levels.length,
    items: items.size,
  }
}

/** A level as the API shows it. */
export function toAnswer(view: InventoryView, level: Level): LevelAnswer {
  return { ...toLevelRow(level), name: nameOf(view, level.item), flags: flagsOf(view, level) }
}

function flagsOf(view: InventoryView, { item, branch, onHand, averageCost }: Level): LevelAnswer['flags'] {
  const found: Flag[] = []
  if (onHand < 0n) found.push('negative')
  if ([...view.reorder({ item, branch })].length > 0) found.push('below-minimum')
  if (averageCost === null) found.push('no-cost')
  return found
}

function belowMinimum(view: InventoryView): ReadonlySet<string> {
  return new Set(view.reorder().map(keyOf))
}

function keyOf({ item, branch }: { readonly item: string; readonly branch: string }): string {
  return JSON.stringify([item, branch])
}

/** The name of an item at that moment; its id stands for one it has not. */
export function nameOf(view: InventoryView, item: string): string {
  return view.stock.records(item)?.item.find('item')?.name ?? item
}

import { formatMicros, type InventoryView, type Level, toLevelRow } from 'tidemark'
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
  'available',
  'onOrder',
  'lastSoldOn',
  'lastReceiptOn',
] as const

export type LevelOrder = (typeof levelOrders)[number]

/** Which levels are wanted, in which order. */
export interface LevelQuestion {
  readonly text?: string | undefined
  readonly item?: string | undefined
  readonly branch?: string | undefined
  readonly flag?: Flag | undefined
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
  const keyed = found.map((level) => ({
    level,
    key: sort === 'name' ? nameOf(view, level.item) : level[sort],
  }))
  return keyed.sort((a, b) => direction * compare(a.key, b.key)).map(({ level }) => level)
}

function wantedBy(
  view: InventoryView,
  { text, item, branch, flag }: LevelQuestion,
): (level: Level) => boolean {
  const sought = text?.trim().toLowerCase() ?? ''
  const short = flag === 'below-minimum' ? belowMinimum(view) : new Set()
  return (level) => {
    if (item !== undefined && level.item !== item) return false
    if (branch !== undefined && level.branch !== branch) return false
    if (flag === 'negative' && level.onHand >= 0n) return false
    if (flag === 'no-cost' && level.averageCost !== null) return false
    if (flag === 'below-minimum' && !short.has(keyOf(level))) return false
    return (
      sought === '' ||
      level.item.toLowerCase().includes(sought) ||
      nameOf(view, level.item).toLowerCase().includes(sought)
    )
  }
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

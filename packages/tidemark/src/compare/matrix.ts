import { compareCodePoints, type Micros } from '@tidemark/projection'
import type { InventoryView } from '../view/inventory-view.ts'
import type { ItemRecords } from '../view/level.ts'
import { type Figures, figuresOf } from './change.ts'

/** One item at one branch at several moments. */
export interface MatrixRow {
  readonly item: string
  readonly branch: string
  /** For each moment whether the row is there: new rows begin with `false`, vanished ones end with it. */
  readonly present: readonly boolean[]
  readonly onHand: Figures
  readonly value: Figures
}

/** One lot of an item at one branch at several moments; `lot: null` is what is in no lot. */
export interface LotMatrixRow {
  readonly item: string
  readonly branch: string
  readonly lot: string | null
  readonly present: readonly boolean[]
  readonly onHand: Figures
}

/** Every row of any of several moments, side by side, and what they add up to. */
export interface Matrix {
  readonly rows: readonly MatrixRow[]
  readonly total: { readonly onHand: Figures; readonly value: Figures }
}

interface Cell {
  readonly onHand: Micros
  readonly value: Micros
}

/** The rows of several views, by item, then branch, by code point. */
export function matrixOf(views: readonly InventoryView[]): Matrix {
  const rows = sideBySide<Cell>(views, (records, put) => {
    records.branch.each((branch, { onHand, value }) => put(branch, null, { onHand, value }))
  })
  const totals = views.map((_view, index) => ({
    onHand: sum(rows.map(({ cells }) => cells[index]?.onHand ?? 0n)),
    value: sum(rows.map(({ cells }) => cells[index]?.value ?? 0n)),
  }))
  const figures = (cells: readonly (Cell | undefined)[]) => ({
    onHand: figuresOf(cells.map((cell) => cell?.onHand ?? 0n)),
    value: figuresOf(cells.map((cell) => cell?.value ?? 0n)),
  })
  return {
    rows: rows.map(({ item, branch, cells }) => ({
      item,
      branch,
      present: cells.map((cell) => cell !== undefined),
      ...figures(cells),
    })),
    total: figures(totals),
  }
}

/** The lots of several views, by item, branch and lot; for each item and branch they add up to what is on hand. */
export function lotMatrixOf(views: readonly InventoryView[]): readonly LotMatrixRow[] {
  return sideBySide<Micros>(views, putLots).map(({ item, branch, lot, cells }) => ({
    item,
    branch,
    lot,
    present: cells.map((cell) => cell !== undefined),
    onHand: figuresOf(cells.map((cell) => cell ?? 0n)),
  }))
}

/** The lots at each branch, and what is on hand beyond them. */
function putLots(records: ItemRecords, put: Put<Micros>): void {
  const inLots = new Map<string, Micros>()
  records.lot.each((_key, { branch, lot, quantity }) => {
    if (branch === null || lot === null || quantity === 0n) return
    inLots.set(branch, (inLots.get(branch) ?? 0n) + quantity)
    put(branch, lot, quantity)
  })
  records.branch.each((branch, { onHand }) => {
    const rest = onHand - (inLots.get(branch) ?? 0n)
    if (rest !== 0n || !inLots.has(branch)) put(branch, null, rest)
  })
}

type Put<C> = (branch: string, lot: string | null, cell: C) => void

interface Row<C> {
  readonly item: string
  readonly branch: string
  readonly lot: string | null
  readonly cells: (C | undefined)[]
}

/** What is put of each view, row by row; one that is not there in a view has no cell there. */
function sideBySide<C>(
  views: readonly InventoryView[],
  cellsOf: (records: ItemRecords, put: Put<C>) => void,
): readonly Row<C>[] {
  const items = new Map<string, Map<string, Row<C>>>()
  for (const [index, view] of views.entries()) {
    view.stock.each((item, records) => {
      const rows = items.get(item) ?? new Map<string, Row<C>>()
      items.set(item, rows)
      cellsOf(records, (branch, lot, cell) => {
        const key = JSON.stringify([branch, lot])
        const row = rows.get(key) ?? { item, branch, lot, cells: views.map(() => undefined) }
        rows.set(key, row)
        row.cells[index] = cell
      })
    })
  }
  return [...items.keys()]
    .sort(compareCodePoints)
    .flatMap((item) => [...(items.get(item)?.values() ?? [])].sort(inOrder))
}

/** By branch, then lot; what is in no lot comes last. */
function inOrder<C>(a: Row<C>, b: Row<C>): number {
  const byBranch = compareCodePoints(a.branch, b.branch)
  if (byBranch !== 0 || a.lot === b.lot) return byBranch
  if (a.lot === null || b.lot === null) return a.lot === null ? 1 : -1
  return compareCodePoints(a.lot, b.lot)
}

function sum(amounts: readonly Micros[]): Micros {
  return amounts.reduce((total, amount) => total + amount, 0n)
}

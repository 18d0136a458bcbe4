import { formatInstant } from '@tidemark/domain'
import { compareCodePoints, formatMicros, type Micros } from '@tidemark/projection'
import { TidemarkError } from '../errors.ts'
import type { Reader } from '../reading/reader.ts'
import type { InventoryView } from '../view/inventory-view.ts'
import { type Bridge, type BridgeLine, bridgeBetween } from './bridge.ts'

/** One item at one branch in two views; a row missing from one of them is zero there. */
export interface ComparedRow {
  readonly item: string
  readonly branch: string
  readonly onHand: readonly [from: string, to: string]
  readonly value: readonly [from: string, to: string]
  /** `new`: not in the first view; `vanished`: not in the second. */
  readonly presence: 'both' | 'new' | 'vanished'
}

/** Two views side by side, and the bridge that explains the difference to the last micro. */
export interface Comparison {
  readonly from: { readonly asOf: string; readonly position: number }
  readonly to: { readonly asOf: string; readonly position: number }
  readonly rows: readonly ComparedRow[]
  readonly bridge: readonly BridgeLine[]
  readonly memo: Bridge['memo']
}

type Cell = readonly [onHand: Micros, value: Micros]

/**
 * Compares two views of the same workspace.
 *
 * @throws TidemarkError `WRONG_ORDER` when the first is as of a later instant than the second.
 */
export function compareViews(from: InventoryView, to: InventoryView, reader: Reader): Comparison {
  if (from.stock.asOf > to.stock.asOf) {
    throw new TidemarkError('WRONG_ORDER', `${from.asOf} is later than ${to.asOf}`)
  }
  const bridge = bridgeBetween(from, to, reader)
  return {
    from: { asOf: formatInstant(from.stock.asOf), position: from.position },
    to: { asOf: formatInstant(to.stock.asOf), position: to.position },
    rows: comparedRows(cellsOf(from), cellsOf(to)),
    bridge: bridge.lines,
    memo: bridge.memo,
  }
}

type Cells = ReadonlyMap<string, ReadonlyMap<string, Cell>>

function cellsOf(view: InventoryView): Cells {
  const cells = new Map<string, Map<string, Cell>>()
  view.stock.each((item, records) => {
    const branches = new Map<string, Cell>()
    records.branch.each((branch, { onHand, value }) => branches.set(branch, [onHand, value]))
    cells.set(item, branches)
  })
  return cells
}

const NOTHING: Cell = [0n, 0n]

function comparedRows(from: Cells, to: Cells): readonly ComparedRow[] {
  const rows: ComparedRow[] = []
  for (const item of unionOf(from.keys(), to.keys())) {
    const before = from.get(item)
    const after = to.get(item)
    for (const branch of unionOf(before?.keys() ?? [], after?.keys() ?? [])) {
      const a = before?.get(branch)
      const b = after?.get(branch)
      const [onHandA, valueA] = a ?? NOTHING
      const [onHandB, valueB] = b ?? NOTHING
      rows.push({
        item,
        branch,
        onHand: [formatMicros(onHandA), formatMicros(onHandB)],
        value: [formatMicros(valueA), formatMicros(valueB)],
        presence: a === undefined ? 'new' : b === undefined ? 'vanished' : 'both',
      })
    }
  }
  return rows
}

function unionOf(a: Iterable<string>, b: Iterable<string>): readonly string[] {
  return [...new Set([...a, ...b])].sort(compareCodePoints)
}

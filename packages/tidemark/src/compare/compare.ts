import { formatInstant } from '@tidemark/domain'
import { compareCodePoints, formatMicros, type Micros } from '@tidemark/projection'
import { TidemarkError } from '../errors.ts'
import type { Reader } from '../reading/reader.ts'
import type { InventoryView } from '../view/inventory-view.ts'
import { type Bridge, type BridgeKind, type BridgeLine, bridgeBetween, type StockPart } from './bridge.ts'
import { type LotMatrixRow, lotMatrixOf, type Matrix, matrixOf } from './matrix.ts'
import { type BridgeMovement, movementsBehind } from './movements.ts'

/** One item at one branch in two views; a row missing from one of them is zero there. */
export interface ComparedRow {
  readonly item: string
  readonly branch: string
  readonly onHand: readonly [from: string, to: string]
  readonly value: readonly [from: string, to: string]
  /** `new`: not in the first view; `vanished`: not in the second. */
  readonly presence: 'both' | 'new' | 'vanished'
}

/** A moment of a comparison: an instant, and the position through which everything is known. */
export interface ComparedMoment {
  readonly asOf: string
  readonly position: number
}

/** Views side by side, and the bridge that explains the difference of the first and the last to the last micro. */
export interface Comparison {
  /** The first of them. */
  readonly from: ComparedMoment
  /** The last of them. */
  readonly to: ComparedMoment
  /** All of them, in the order given. */
  readonly moments: readonly ComparedMoment[]
  /** Every row of the first and the last. */
  readonly rows: readonly ComparedRow[]
  /** From the first to the last. */
  readonly bridge: readonly BridgeLine[]
  readonly memo: Bridge['memo']
  /** Every row of any of them with all changes, in units and per cent. */
  matrix(): Matrix
  /** The same for each lot, quantities alone: values are kept by branch. */
  lotMatrix(): readonly LotMatrixRow[]
  /** The bridge of an item, a branch or both. */
  bridgeOf(part: StockPart): Bridge
  /**
   * What is behind a line of the bridge, of everything or of an item, a branch or both; together exactly the line.
   *
   * @throws TidemarkError `INVALID_ARGUMENT` for a line there is none of.
   * @example
   * for (const { id, quantity } of comparison.movements('sale', { item: 'tea' })) console.log(id, quantity)
   */
  movements(kind: BridgeKind, part?: StockPart): readonly BridgeMovement[]
}

type Cell = readonly [onHand: Micros, value: Micros]

/**
 * Compares two views of the same workspace, or more.
 *
 * @throws TidemarkError `WRONG_ORDER` when one is as of a later instant than the next, `ANOTHER_WORKSPACE`.
 */
export function compareViews(
  views: readonly [InventoryView, InventoryView, ...InventoryView[]],
  reader: Reader,
): Comparison {
  for (const [index, view] of views.entries()) {
    if (view.workspace !== reader.prefix.slice(0, -1)) {
      throw new TidemarkError('ANOTHER_WORKSPACE', `view of ${view.workspace}`)
    }
    const next = views[index + 1]
    if (next !== undefined && view.stock.asOf > next.stock.asOf) {
      throw new TidemarkError('WRONG_ORDER', `${view.asOf} is later than ${next.asOf}`)
    }
  }
  const [from, second] = views
  const to = views.at(-1) ?? second
  const bridge = bridgeBetween(from, to, reader)
  return {
    from: momentOf(from),
    to: momentOf(to),
    moments: views.map(momentOf),
    rows: comparedRows(cellsOf(from), cellsOf(to)),
    bridge: bridge.lines,
    memo: bridge.memo,
    matrix: () => matrixOf(views),
    lotMatrix: () => lotMatrixOf(views),
    bridgeOf: (part) => bridgeBetween(from, to, reader, part),
    movements: (kind, part) => movementsBehind(kind, from, to, reader, part),
  }
}

function momentOf({ stock, position }: InventoryView): ComparedMoment {
  return { asOf: formatInstant(stock.asOf), position }
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

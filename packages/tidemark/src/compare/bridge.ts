import { type BranchRecord, type MovementKind, movementKinds } from '@tidemark/domain'
import { formatMicros, type Micros } from '@tidemark/projection'
import type { Reader } from '../reading/reader.ts'
import type { InventoryView } from '../view/inventory-view.ts'
import type { ItemRecords } from '../view/level.ts'
import type { StockView } from '../view/view.ts'
import { openingsOf } from './openings.ts'

/** One line of a bridge. */
export interface BridgeLine {
  /** In words. */
  readonly line: string
  readonly kind: BridgeKind
  readonly quantity: string
  readonly value: string
}

export type BridgeKind = 'opening' | 'late-quantity' | 'late-cost' | MovementKind | 'closing'

/** From one view to a later one: opening + lines = closing, exact in quantity and value. */
export interface Bridge {
  readonly lines: readonly BridgeLine[]
  /** Figures beside the bridge, which are part of no stock. */
  readonly memo: readonly {
    readonly line: string
    readonly kind: 'cost-variance' | 'opted-out'
    readonly value: string
  }[]
}

/** Which part of a comparison: everything that is not narrowed down. */
export interface StockPart {
  readonly item?: string | undefined
  readonly branch?: string | undefined
}

interface Amount {
  quantity: Micros
  value: Micros
}

const words: { readonly [kind in BridgeKind]: string } = {
  opening: 'Opening',
  'late-quantity': 'Late entries: quantities',
  'late-cost': 'Late entries: costs only',
  receipt: 'Receipts',
  'late-charge': 'Late charges',
  'supplier-return': 'Returns to suppliers',
  sale: 'Sales',
  'customer-return': 'Returns by customers',
  'transfer-in': 'Transfers in',
  'transfer-out': 'Transfers out',
  adjustment: 'Adjustments',
  count: 'Count variances',
  revaluation: 'Revaluations',
  'negative-stock-difference': 'Negative-stock difference',
  're-averaging': 'Re-averaging',
  closing: 'Closing',
}

/** The lines a bridge may have, in order. */
export const bridgeKinds: readonly BridgeKind[] = [
  'opening',
  'late-quantity',
  'late-cost',
  ...movementKinds,
  'closing',
]

/**
 * The bridge from one view to a later one, of everything or of an item, a branch or both.
 *
 * Late entries are what the later view knows of the opening beyond what the first one knew: first those that
 * move quantities, then those that change costs alone. What happened in between is costed as the later view
 * knows it.
 */
export function bridgeBetween(
  first: InventoryView,
  second: InventoryView,
  reader: Reader,
  part: StockPart = {},
): Bridge {
  const to = second.stock
  const { withLateQuantities, now } = openingsOf(first, second, reader)
  const opening = sumOf(first.stock, part)
  const lateQuantities = difference(sumOf(withLateQuantities, part), opening)
  const lateCosts = difference(sumOf(now, part), sumOf(withLateQuantities, part))
  const { moved, variance } = movedBetween(first.stock.asOf, to, part)
  const lines = [
    line('opening', opening),
    ...lineUnlessZero('late-quantity', lateQuantities),
    ...lineUnlessZero('late-cost', lateCosts),
    ...movementKinds.flatMap((kind) => lineUnlessZero(kind, moved.get(kind) ?? { quantity: 0n, value: 0n })),
    line('closing', sumOf(to, part)),
  ]
  return {
    lines,
    memo: [
      ...memoUnlessZero('Cost variance', 'cost-variance', variance),
      ...memoUnlessZero(
        'Value of items opted out of costing, at closing',
        'opted-out',
        optedOutValue(to, part),
      ),
    ],
  }
}

function movedBetween(after: number, to: StockView, { item, branch }: StockPart) {
  const moved = new Map<MovementKind, Amount>()
  let variance = 0n
  to.effects({ after, ...(item === undefined ? {} : { units: [item] }) }, (_item, _fact, effect) => {
    if (effect.effect === 'anomaly' || (branch !== undefined && effect.branch !== branch)) return
    if (effect.effect === 'variance') variance += effect.value
    if (effect.effect !== 'moved') return
    const amount = moved.get(effect.kind) ?? { quantity: 0n, value: 0n }
    moved.set(effect.kind, amount)
    amount.quantity += effect.quantity
    amount.value += effect.value
  })
  return { moved, variance }
}

function sumOf(view: StockView, part: StockPart): Amount {
  const sum = { quantity: 0n, value: 0n }
  eachBranch(view, part, (_records, { onHand, value }) => {
    sum.quantity += onHand
    sum.value += value
  })
  return sum
}

function eachBranch(
  view: StockView,
  { item: only, branch: at }: StockPart,
  visit: (records: ItemRecords, record: Readonly<BranchRecord>) => void,
): void {
  view.each((item, records) => {
    if (only !== undefined && item !== only) return
    records.branch.each((branch, record) => {
      if (at === undefined || branch === at) visit(records, record)
    })
  })
}

/** Of items whose average is frozen by a last receipt cost of zero. */
function optedOutValue(view: StockView, part: StockPart): Micros {
  let sum = 0n
  eachBranch(view, part, (records, record) => {
    const definition = records.item.find('item')
    const last = record.lastReceiptCost ?? definition?.lastReceiptCost ?? null
    const market = record.marketCost ?? definition?.marketCost ?? null
    if (last === 0n || market === 0n) sum += record.value
  })
  return sum
}

function difference(a: Amount, b: Amount): Amount {
  return { quantity: a.quantity - b.quantity, value: a.value - b.value }
}

function line(kind: BridgeKind, { quantity, value }: Amount): BridgeLine {
  return { line: words[kind], kind, quantity: formatMicros(quantity), value: formatMicros(value) }
}

function lineUnlessZero(kind: BridgeKind, amount: Amount): readonly BridgeLine[] {
  return amount.quantity === 0n && amount.value === 0n ? [] : [line(kind, amount)]
}

function memoUnlessZero(text: string, kind: Bridge['memo'][number]['kind'], value: Micros): Bridge['memo'] {
  return value === 0n ? [] : [{ line: text, kind, value: formatMicros(value) }]
}

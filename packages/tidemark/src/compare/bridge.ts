import { type KnownEvent, type MovementKind, movementKinds } from '@tidemark/domain'
import { formatMicros, type Micros } from '@tidemark/projection'
import type { Reader } from '../reading/reader.ts'
import type { InventoryView } from '../view/inventory-view.ts'
import { placeSupposed } from '../view/suppose.ts'
import type { StockView } from '../view/view.ts'

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

/**
 * The bridge from one view to a later one, of all items or some.
 *
 * Late entries are what the later view knows of the opening beyond what the first one knew: first those that
 * move quantities, then those that change costs alone. What happened in between is costed as the later view
 * knows it.
 */
export function bridgeBetween(
  first: InventoryView,
  second: InventoryView,
  reader: Reader,
  items?: readonly string[],
): Bridge {
  const { timeline } = reader
  const [from, to] = [first.stock, second.stock]
  const supposed = placeSupposed(second.supposed, timeline)
  const openingNow = timeline.view({ asOf: from.asOf, knownThrough: to.knownThrough, with: supposed })
  // A later view that knows less than the first one has nothing to split.
  const withLateQuantities =
    to.knownThrough < from.knownThrough
      ? openingNow
      : timeline.view({
          asOf: from.asOf,
          knownThrough: from.knownThrough,
          includingLater: (source) => source.position <= to.knownThrough && movesQuantity(source),
          with: supposed.filter(movesQuantity),
        })
  const opening = sumOf(from, items)
  const lateQuantities = difference(sumOf(withLateQuantities, items), opening)
  const lateCosts = difference(sumOf(openingNow, items), sumOf(withLateQuantities, items))
  const { moved, variance } = movedBetween(from.asOf, to, items)
  const lines = [
    line('opening', opening),
    ...lineUnlessZero('late-quantity', lateQuantities),
    ...lineUnlessZero('late-cost', lateCosts),
    ...movementKinds.flatMap((kind) => lineUnlessZero(kind, moved.get(kind) ?? { quantity: 0n, value: 0n })),
    line('closing', sumOf(to, items)),
  ]
  return {
    lines,
    memo: [
      ...memoUnlessZero('Cost variance', 'cost-variance', variance),
      ...memoUnlessZero(
        'Value of items opted out of costing, at closing',
        'opted-out',
        optedOutValue(to, items),
      ),
    ],
  }
}

/** Whether a late entry moves quantity, as opposed to cost alone. */
function movesQuantity(source: KnownEvent): boolean {
  switch (source.type) {
    case 'ReceiptCostAdjusted':
    case 'CostRevalued':
    case 'MarketCostSet':
    case 'CostingPolicySet':
    case 'ItemDefined':
    case 'BranchDefined':
      return false
    case 'MovementAmended': {
      const { quantity, occurredAt, branch } = source.changes
      return quantity !== undefined || occurredAt !== undefined || branch !== undefined
    }
    default:
      return true
  }
}

function movedBetween(after: number, to: StockView, items: readonly string[] | undefined) {
  const moved = new Map<MovementKind, Amount>()
  let variance = 0n
  to.effects({ after, ...(items === undefined ? {} : { units: items }) }, (_item, _fact, effect) => {
    if (effect.effect === 'variance') variance += effect.value
    if (effect.effect !== 'moved') return
    const amount = moved.get(effect.kind) ?? { quantity: 0n, value: 0n }
    moved.set(effect.kind, amount)
    amount.quantity += effect.quantity
    amount.value += effect.value
  })
  return { moved, variance }
}

function sumOf(view: StockView, items: readonly string[] | undefined): Amount {
  const sum = { quantity: 0n, value: 0n }
  const wanted = items === undefined ? null : new Set(items)
  view.each((item, records) => {
    if (wanted !== null && !wanted.has(item)) return
    records.branch.each((_branch, { onHand, value }) => {
      sum.quantity += onHand
      sum.value += value
    })
  })
  return sum
}

/** Of items whose average is frozen by a last receipt cost of zero. */
function optedOutValue(view: StockView, items: readonly string[] | undefined): Micros {
  let sum = 0n
  const wanted = items === undefined ? null : new Set(items)
  view.each((item, records) => {
    if (wanted !== null && !wanted.has(item)) return
    const definition = records.item.find('item')
    records.branch.each((_branch, record) => {
      const last = record.lastReceiptCost ?? definition?.lastReceiptCost ?? null
      const market = record.marketCost ?? definition?.marketCost ?? null
      if (last === 0n || market === 0n) sum += record.value
    })
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

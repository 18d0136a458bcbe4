import type { InventoryEventInput } from '@tidemark/domain'
import fc, { type Arbitrary } from 'fast-check'
import type { DeedKind, MakeDeed, Scene } from './deed.ts'
import { hours, START } from './instants.ts'
import { back, oneOf } from './names.ts'
import { amounts, notZero, quantities, unitCosts } from './numbers.ts'
import { fromLast, type ItemEvent, livingOf, ofTypes } from './past.ts'

/** Facts that never happened, that happened otherwise, and costs that came to light later. */
export function correctionDeeds(scene: Scene): readonly DeedKind[] {
  return [
    { type: 'MovementVoided', weight: 3, deeds: voids(scene) },
    { type: 'MovementAmended', weight: 3, deeds: amendments(scene) },
    { type: 'ReceiptCostAdjusted', weight: 3, deeds: lateCharges(scene) },
  ]
}

function voids({ items }: Scene): Arbitrary<MakeDeed> {
  return fc.tuple(oneOf(items), back).map(([item, back]): MakeDeed => {
    return (past) => {
      const named = fromLast(livingOf(past, item), back)
      if (named === undefined) return null
      return { type: 'MovementVoided', item, movement: named.id, reason: 'mistake' }
    }
  })
}

function lateCharges({ items }: Scene): Arbitrary<MakeDeed> {
  const cost = fc.oneof(
    { withCrossShrink: true },
    { weight: 3, arbitrary: amounts.map((amount) => ({ amount })) },
    { weight: 1, arbitrary: unitCosts(false).map((unitCost) => ({ unitCost })) },
  )
  return fc.tuple(oneOf(items), back, cost).map(([item, back, cost]): MakeDeed => {
    return (past) => {
      const receipt = fromLast(ofTypes(livingOf(past, item), ['StockReceived']), back)
      return receipt === undefined
        ? null
        : { type: 'ReceiptCostAdjusted', item, receipt: receipt.id, ...cost }
    }
  })
}

type Changes = Extract<InventoryEventInput, { type: 'MovementAmended' }>['changes']

const amendable = [
  'StockReceived',
  'StockSold',
  'StockReturnedByCustomer',
  'StockReturnedToSupplier',
  'StockTransferred',
  'StockAdjusted',
  'StockCounted',
  'CountPosted',
  'PurchaseOrderSaved',
  'ReceiptCostAdjusted',
  'CostRevalued',
  'MarketCostSet',
] as const

function amendments({ items, branches }: Scene): Arbitrary<MakeDeed> {
  const values = fc.record({
    field: fc.nat(6),
    quantity: fc.oneof({ withCrossShrink: true }, quantities(false), fc.constant('0')),
    signed: notZero(false),
    unitCost: unitCosts(false),
    netAmount: amounts,
    branch: oneOf(branches),
    occurredAt: fc
      .constantFrom(0, 1, 24, -24, 240)
      .map((after) => new Date(START + hours(after)).toISOString()),
  })
  return fc.tuple(oneOf(items), back, values).map(([item, back, values]): MakeDeed => {
    return (past) => {
      const named = fromLast(ofTypes(livingOf(past, item), amendable), back)
      if (named === undefined) return null
      const changes = possibleChanges(named, values)
      const change = changes[values.field % changes.length]
      return change === undefined
        ? null
        : { type: 'MovementAmended', item, movement: named.id, changes: change }
    }
  })
}

/** What may be amended of an event, one field at a time. */
function possibleChanges(
  event: ItemEvent,
  values: {
    readonly quantity: string
    readonly signed: string
    readonly unitCost: string
    readonly netAmount: string
    readonly branch: string
    readonly occurredAt: string
  },
): readonly Changes[] {
  const { quantity, signed, unitCost, netAmount, branch, occurredAt } = values
  const changes: Changes[] = []
  const ofEitherSign = event.type === 'StockAdjusted' || event.type === 'StockCounted'
  // With lots, another quantity would not hold them.
  if ('quantity' in event && !('lots' in event)) changes.push({ quantity: ofEitherSign ? signed : quantity })
  if (event.type === 'StockReceived') changes.push({ unitCost }, { totalCost: unitCost })
  if (event.type === 'StockSold' || event.type === 'StockReturnedByCustomer') changes.push({ netAmount })
  if (event.type === 'MarketCostSet' || event.type === 'CountPosted') changes.push({ unitCost })
  changes.push({ occurredAt })
  if ('branch' in event && event.branch !== undefined) changes.push({ branch })
  return changes
}

import type { InventoryEventInput } from 'tidemark'
import { countAll } from './count-all.ts'
import { locationsOf } from './locations.ts'
import type { OracleStep } from './oracle-case.ts'
import { OracleError } from './oracle-error.ts'

/** The events of the steps before one, by the number of the step. */
export type EventsByStep = ReadonlyMap<number, readonly InventoryEventInput[]>

/**
 * The events that a step stands for, in the order of recording.
 *
 * @throws OracleError for what has no meaning, such as a freight on a count.
 */
export function eventsOfStep(
  step: OracleStep,
  earlier: readonly OracleStep[],
  recorded: EventsByStep,
): readonly InventoryEventInput[] {
  const { item } = step
  const common = { id: String(step.n), occurredAt: step.at, item }
  const place = { branch: step.location ?? placeNamed(step, earlier), ...lotOf(step) }
  const quantity = step.qty ?? ''
  switch (step.kind) {
    case 'receipt':
      return [{ ...common, type: 'StockReceived', ...place, quantity, ...costOf(step), ...chargesOf(step) }]
    case 'sale':
      return [{ ...common, type: 'StockSold', ...place, quantity, netAmount: '0' }]
    case 'adjustment':
      return [adjustment(step, 'adjustment')]
    case 'count':
      return count(step)
    case 'product_count':
      return countAll(step, earlier)
    case 'transfer': {
      const { from = '', to = '' } = step
      return [{ ...common, type: 'StockTransferred', from, to, quantity, ...lotOf(step), ...chargesOf(step) }]
    }
    case 'transfer_in':
      return [transferIn(step)]
    case 'customer_return': {
      const sale = step.ofStep === undefined ? {} : { sale: nameOf(step, recorded) }
      return [{ ...common, type: 'StockReturnedByCustomer', ...place, quantity, netAmount: '0', ...sale }]
    }
    case 'return_to_supplier': {
      const receipt = step.ofStep === undefined ? {} : { receipt: nameOf(step, recorded) }
      return [{ ...common, type: 'StockReturnedToSupplier', ...place, quantity, ...receipt }]
    }
    case 'set_cost':
      return everywhere(step, earlier).map((branch, index) => ({
        ...common,
        id: index === 0 ? common.id : `${step.n}/${branch}`,
        type: 'CostRevalued',
        branch,
        unitCost: step.unitCost ?? '',
      }))
    case 'revalue':
      return [{ ...common, type: 'CostRevalued', branch: oneLocation(step), amount: step.amount ?? '' }]
    case 'freight': {
      const receipt = nameOf(step, recorded)
      return [{ ...common, type: 'ReceiptCostAdjusted', receipt, amount: step.amount ?? '', code: 'freight' }]
    }
    case 'reprice': {
      if ((step.unitCost === undefined) === (step.totalCost === undefined)) {
        throw new OracleError(`step ${step.n}: a reprice has either unitCost or totalCost`)
      }
      return [{ ...common, type: 'MovementAmended', movement: nameOf(step, recorded), changes: costOf(step) }]
    }
    case 'amend_qty':
      return [{ ...common, type: 'MovementAmended', movement: nameOf(step, recorded), changes: { quantity } }]
    case 'cancel':
      return targetOf(step, recorded).map((target, index) => ({
        ...common,
        id: index === 0 ? common.id : `${step.n}/${target.id}`,
        type: 'MovementVoided',
        movement: target.id,
        reason: 'cancelled',
      }))
  }
}

/** What comes back without saying where comes back where it was sold or received. */
function placeNamed({ ofStep = 0 }: OracleStep, earlier: readonly OracleStep[]): string {
  return earlier[ofStep - 1]?.location ?? ''
}

/** Goods without a cost are free. */
function costOf({ unitCost, totalCost }: OracleStep): { unitCost: string } | { totalCost: string } {
  return totalCost === undefined ? { unitCost: unitCost ?? '0' } : { totalCost }
}

function chargesOf({ freight }: OracleStep): { charges?: { code: string; amount: string }[] } {
  return freight === undefined ? {} : { charges: [{ code: 'freight', amount: freight }] }
}

function lotOf({ lot, qty = '' }: OracleStep): { lots?: { lot: string; quantity: string }[] } {
  return lot === undefined ? {} : { lots: [{ lot, quantity: qty }] }
}

function adjustment(step: OracleStep, reason: string): InventoryEventInput {
  return {
    id: String(step.n),
    type: 'StockAdjusted',
    occurredAt: step.at,
    item: step.item,
    branch: step.location ?? step.to ?? '',
    quantity: step.qty ?? '',
    reason,
    ...(step.unitCost === undefined ? {} : { unitCost: step.unitCost }),
    ...lotOf(step),
  }
}

/** Counted and posted at once; without a quantity only the cost is set. */
function count(step: OracleStep): readonly InventoryEventInput[] {
  const { n, item, at: occurredAt, qty, unitCost } = step
  if (qty === undefined && unitCost === undefined) {
    throw new OracleError(`step ${n}: a count needs qty or unitCost`)
  }
  const branch = oneLocation(step)
  const cost = unitCost === undefined ? {} : { unitCost }
  const posted = { type: 'CountPosted', occurredAt, item, branch, ...cost } as const
  if (qty === undefined) return [{ id: String(n), ...posted }]
  return [
    { id: String(n), type: 'StockCounted', occurredAt, item, branch, quantity: qty, ...lotOf(step) },
    { id: `${n}/post`, ...posted },
  ]
}

/** From a place that is told: a transfer. From elsewhere, or at a stated cost: goods in, at that cost or at average. */
function transferIn(step: OracleStep): InventoryEventInput {
  const to = step.to ?? step.location
  if (to === undefined) throw new OracleError(`step ${step.n}: a transfer_in needs location or to`)
  if (step.from === undefined || step.unitCost !== undefined) return adjustment(step, 'transfer in')
  return {
    id: String(step.n),
    type: 'StockTransferred',
    occurredAt: step.at,
    item: step.item,
    from: step.from,
    to,
    quantity: step.qty ?? '',
    ...lotOf(step),
  }
}

function everywhere(step: OracleStep, earlier: readonly OracleStep[]): readonly string[] {
  if (step.location !== '*') return [step.location ?? '']
  const places = locationsOf(step.item, earlier)
  if (places.length === 0) throw new OracleError(`step ${step.n}: ${step.item} has been nowhere yet`)
  return places
}

function oneLocation({ n, kind, location = '' }: OracleStep): string {
  if (location === '*') throw new OracleError(`step ${n}: a ${kind} has one location`)
  return location
}

function targetOf({ n, ofStep = 0 }: OracleStep, recorded: EventsByStep): readonly InventoryEventInput[] {
  const events = recorded.get(ofStep)
  if (events === undefined) throw new OracleError(`step ${n}: step ${ofStep} was refused`)
  return events
}

function nameOf(step: OracleStep, recorded: EventsByStep): string {
  const [target, other] = targetOf(step, recorded)
  const isPostedCount = target?.type === 'StockCounted' && step.kind === 'amend_qty'
  if (target === undefined || (other !== undefined && !isPostedCount)) {
    throw new OracleError(`step ${step.n}: a ${step.kind} cannot name step ${step.ofStep}`)
  }
  return target.id
}

import { type CommonAt, compareFoldOrder } from '@tidemark/projection'
import type { Company } from '../costing/policy.ts'
import { amend, type Changes } from './amend.ts'
import type { Amendments, Fact, KnownEvent, KnownOf, LateCharge } from './known-event.ts'
import { livingEvents } from './living.ts'

/** Whether an event says something of another one, so that placing it in order is not all there is to do. */
export function concernsOthers(event: KnownEvent): boolean {
  switch (event.type) {
    case 'MovementVoided':
    case 'MovementAmended':
    case 'ReceiptCostAdjusted':
      return true
    case 'StockReturnedByCustomer':
      return event.sale !== undefined
    case 'StockReturnedToSupplier':
      return event.receipt !== undefined
    default:
      return false
  }
}

/** The ids an event names for which {@link prepareItem} does more than place them in order. */
export function namesOf(event: KnownEvent): readonly string[] {
  switch (event.type) {
    case 'MovementVoided':
    case 'MovementAmended':
      return [event.movement]
    case 'ReceiptCostAdjusted':
      return [event.receipt]
    case 'StockReturnedByCustomer':
      return event.sale === undefined ? [] : [event.sale]
    case 'StockReturnedToSupplier':
      return event.receipt === undefined ? [] : [event.receipt]
    default:
      return []
  }
}

/**
 * The facts of one item in the order of folding, from its events in the order of recording. Pure.
 *
 * Corrections are resolved by position, not by time: voids first, then amendments (the latest value per
 * field stands), then charges on receipts, which act on the receipt or when they arrive, as the policy in
 * force at the charge's own instant says.
 */
export function prepareItem(events: readonly KnownEvent[], company: CommonAt<Company>): readonly Fact[] {
  if (!events.some(concernsOthers)) return [...events].sort(compareFoldOrder)
  const living = livingEvents(events)
  const amended = applyAmendments(living)
  const charges = chargesByEffect(events, living, amended, company)
  const named = namedIds(amended, charges.arriving)
  const facts = amended
    .filter((event) => !isCorrection(event))
    .map((event): Fact => withAmendments(event, amendmentsOf(event, named, charges.onReceipts)))
  return [...facts, ...charges.arriving].sort(compareFoldOrder)
}

function isCorrection(event: KnownEvent): boolean {
  return (
    event.type === 'MovementVoided' ||
    event.type === 'MovementAmended' ||
    event.type === 'ReceiptCostAdjusted'
  )
}

/** A correction holds from its own position on, so it cannot name what was recorded after it. */
function applyAmendments(living: readonly KnownEvent[]): readonly KnownEvent[] {
  const changes = new Map<string, Changes>()
  const seen = new Set<string>()
  for (const event of living) {
    seen.add(event.id)
    if (event.type !== 'MovementAmended' || !seen.has(event.movement)) continue
    const before = changes.get(event.movement)
    changes.set(event.movement, latestPerField(before, event.changes))
  }
  if (changes.size === 0) return living
  return living.map((event) => {
    const change = changes.get(event.id)
    return change === undefined ? event : amend(event, change)
  })
}

/** `unitCost` and `totalCost` say the same thing: the later one stands alone. */
function latestPerField(before: Changes | undefined, later: Changes): Changes {
  const changes = { ...before, ...later }
  if (later.unitCost !== undefined) delete changes.totalCost
  if (later.totalCost !== undefined) delete changes.unitCost
  return changes
}

interface ReceiptCorrection {
  charges: bigint
  unitCost: bigint | undefined
}

interface Charges {
  readonly onReceipts: ReadonlyMap<string, ReceiptCorrection>
  readonly arriving: readonly LateCharge[]
}

function chargesByEffect(
  events: readonly KnownEvent[],
  living: readonly KnownEvent[],
  amended: readonly KnownEvent[],
  company: CommonAt<Company>,
): Charges {
  const onReceipts = new Map<string, ReceiptCorrection>()
  const arriving: LateCharge[] = []
  const adjustments = amended.filter((event) => event.type === 'ReceiptCostAdjusted')
  if (adjustments.length === 0) return { onReceipts, arriving }
  const everReceived = receiptsById(events)
  const alive = receiptsById(living)
  const asAmended = receiptsById(amended)
  for (const adjustment of adjustments) {
    const receipt = everReceived.get(adjustment.receipt)
    if (receipt === undefined || receipt.position > adjustment.position) continue
    const standing = asAmended.get(receipt.id) ?? receipt
    const arrives = company.at(adjustment.occurredAt).policy.lateChargeEffect === 'arrival'
    if (!alive.has(receipt.id)) {
      const at = arrives ? adjustment.occurredAt : standing.occurredAt
      arriving.push(...lateCharge(adjustment, standing.branch, at, null))
    } else if (arrives && adjustment.amount !== undefined) {
      arriving.push(...lateCharge(adjustment, standing.branch, adjustment.occurredAt, receipt.id))
    } else {
      const so = onReceipts.get(receipt.id) ?? { charges: 0n, unitCost: undefined }
      so.charges += adjustment.amount ?? 0n
      if (!isOvertaken(adjustment, living)) so.unitCost = adjustment.unitCost ?? so.unitCost
      onReceipts.set(receipt.id, so)
    }
  }
  return { onReceipts, arriving }
}

/** Of a corrected cost and an amended one, the later stands. */
function isOvertaken(adjustment: KnownOf<'ReceiptCostAdjusted'>, living: readonly KnownEvent[]): boolean {
  return living.some(
    (event) =>
      event.type === 'MovementAmended' &&
      event.movement === adjustment.receipt &&
      event.position > adjustment.position &&
      (event.changes.unitCost !== undefined || event.changes.totalCost !== undefined),
  )
}

function receiptsById(events: readonly KnownEvent[]): ReadonlyMap<string, KnownOf<'StockReceived'>> {
  const receipts = events.filter((event) => event.type === 'StockReceived')
  return new Map(receipts.map((receipt) => [receipt.id, receipt]))
}

function lateCharge(
  adjustment: KnownOf<'ReceiptCostAdjusted'>,
  branch: string,
  occurredAt: number,
  receipt: string | null,
): readonly LateCharge[] {
  if (adjustment.amount === undefined) return []
  const { id, item, position, recordedAt, amount } = adjustment
  return [{ type: 'LateChargeArrived', id, item, occurredAt, position, recordedAt, receipt, branch, amount }]
}

/** The sales and receipts that a return or an arriving charge needs to find again. */
function namedIds(events: readonly KnownEvent[], arriving: readonly LateCharge[]): ReadonlySet<string> {
  const ids = new Set<string>()
  for (const event of events) {
    if (event.type === 'StockReturnedByCustomer' && event.sale !== undefined) ids.add(event.sale)
    if (event.type === 'StockReturnedToSupplier' && event.receipt !== undefined) ids.add(event.receipt)
  }
  for (const charge of arriving) if (charge.receipt !== null) ids.add(charge.receipt)
  return ids
}

function amendmentsOf(
  event: KnownEvent,
  named: ReadonlySet<string>,
  onReceipts: Charges['onReceipts'],
): Amendments | null {
  const isNamed = (event.type === 'StockSold' || event.type === 'StockReceived') && named.has(event.id)
  const correction = event.type === 'StockReceived' ? onReceipts.get(event.id) : undefined
  if (!isNamed && correction === undefined) return null
  return {
    ...(isNamed ? { named: true } : {}),
    ...(correction === undefined ? {} : { lateCharges: correction.charges }),
    ...(correction?.unitCost === undefined ? {} : { correctedUnitCost: correction.unitCost }),
  }
}

function withAmendments(event: KnownEvent, amendments: Amendments | null): Fact {
  return amendments === null ? event : { ...event, ...amendments }
}

import type { CostingPolicy, InventoryEventInput } from '@tidemark/domain'
import { millionths } from './decimals.ts'

/** An event as it was handed in, and its place in the log. */
export interface Entry {
  readonly event: InventoryEventInput
  readonly position: number
}

type EventOf<Type extends InventoryEventInput['type']> = Extract<InventoryEventInput, { type: Type }>

/** What happened after all: an event as it stands, or a charge that acts at a time of its own. */
export interface Happening {
  readonly at: number
  readonly position: number
  readonly event: InventoryEventInput
  /** Of a receipt: charges that came later, and its bare unit cost as corrected. */
  readonly lateCharges: bigint
  readonly correctedUnitCost: string | null
  /** Of a charge that acts by itself: where, and on which receipt, if that is not void. */
  readonly charge: {
    readonly branch: string
    readonly receipt: string | null
    readonly amount: bigint
  } | null
}

/** The costing policy before anyone has set one, as the table of parameters has it in bold. */
const defaults: CostingPolicy = {
  setMarketCostWithLastReceiptCostChange: false,
  includeAdjustments: false,
  updateLastReceiptCostOnTransfers: false,
  averageScope: 'branch',
  supplierReturnCost: 'average',
  customerReturnCost: 'sale',
  lateChargeEffect: 'receipt',
  negativeStock: 'allow',
}

/** The policy in force at an instant; just after one of its changes, when its position is given. */
export function policyAt(log: readonly Entry[], instant: number, change?: number): CostingPolicy {
  const set = log.filter(({ event, position }) => {
    const isLater = timeOf(event) > instant || (timeOf(event) === instant && position > (change ?? position))
    return event.type === 'CostingPolicySet' && !isLater
  })
  let policy = defaults
  for (const { event } of inOrder(set, ({ event }) => timeOf(event))) {
    const { type: _type, id: _id, occurredAt: _at, ...parameters } = event
    // Beside its parameters a generated policy has nothing but what was just taken off.
    policy = { ...policy, ...(parameters as Partial<CostingPolicy>) }
  }
  return policy
}

/** All that happened to an item by what the log knows, in the order in which it counts. */
export function whatHappened(log: readonly Entry[], item: string): readonly Happening[] {
  const ofItem = log.filter(({ event }) => 'item' in event && event.item === item)
  const living = ofItem.filter((entry) => isLiving(entry, ofItem))
  const happenings: Happening[] = []
  for (const entry of log) {
    if (entry.event.type === 'CostingPolicySet') happenings.push(plain(entry))
  }
  for (const entry of living) {
    const standing = { ...entry, event: asAmended(entry, living) }
    const { type } = entry.event
    if (type === 'MovementVoided' || type === 'MovementAmended') continue
    if (type !== 'ReceiptCostAdjusted') happenings.push(withLateCosts(standing, living, log))
    else happenings.push(...chargeByItself(standing, ofItem, living, log))
  }
  return inOrder(happenings, ({ at }) => at, companyFirst)
}

function companyFirst({ event }: Happening): number {
  return event.type === 'CostingPolicySet' ? 0 : 1
}

function plain({ event, position }: Entry): Happening {
  return { at: timeOf(event), position, event, lateCharges: 0n, correctedUnitCost: null, charge: null }
}

export function timeOf({ occurredAt }: { readonly occurredAt: string | Date }): number {
  return new Date(occurredAt).getTime()
}

function inOrder<Placed extends { readonly position: number }>(
  list: readonly Placed[],
  time: (placed: Placed) => number,
  before: (placed: Placed) => number = () => 0,
): readonly Placed[] {
  return list.toSorted((a, b) => time(a) - time(b) || before(a) - before(b) || a.position - b.position)
}

/** An event is dead if a later void that lives names it. */
function isLiving(entry: Entry, ofItem: readonly Entry[]): boolean {
  for (const later of ofItem) {
    if (later.position <= entry.position || later.event.type !== 'MovementVoided') continue
    if (later.event.movement === entry.event.id && isLiving(later, ofItem)) return false
  }
  return true
}

/** What an amendment can change of which event, beside its time. */
const amendable: { readonly [type: string]: readonly string[] } = {
  StockReceived: ['quantity', 'unitCost', 'totalCost', 'branch'],
  StockReturnedToSupplier: ['quantity', 'branch'],
  StockSold: ['quantity', 'netAmount', 'branch'],
  StockReturnedByCustomer: ['quantity', 'netAmount', 'branch'],
  StockTransferred: ['quantity'],
  StockAdjusted: ['quantity', 'unitCost', 'branch'],
  StockCounted: ['quantity', 'branch'],
  CountPosted: ['unitCost', 'branch'],
  PurchaseOrderSaved: ['quantity', 'unitCost', 'branch'],
  CostRevalued: ['unitCost', 'branch'],
  MarketCostSet: ['unitCost', 'branch'],
}

/** The event with the latest value of each amended field. */
function asAmended({ event, position }: Entry, living: readonly Entry[]): InventoryEventInput {
  let standing: { [field: string]: unknown } = { ...event }
  for (const later of living) {
    if (later.position <= position || later.event.type !== 'MovementAmended') continue
    if (later.event.movement !== event.id) continue
    for (const [field, value] of Object.entries(later.event.changes)) {
      if (!takes(event, field)) continue
      if (field === 'unitCost') delete standing.totalCost
      if (field === 'totalCost') delete standing.unitCost
      if (field === 'netAmount') standing = { ...standing, grossAmount: undefined, taxAmount: undefined }
      standing[field] = value
    }
  }
  // Still an event of its type: only fields of its own were changed.
  return standing as unknown as InventoryEventInput
}

function takes(event: InventoryEventInput, field: string): boolean {
  if (field === 'occurredAt') return true
  if (field === 'branch' && !('branch' in event)) return false
  if (field === 'unitCost' && event.type === 'CostRevalued' && event.unitCost === undefined) return false
  return (amendable[event.type] ?? []).includes(field)
}

/** Costs that came to light later, where they act as if they had been on the receipt from the start. */
function withLateCosts(receipt: Entry, living: readonly Entry[], log: readonly Entry[]): Happening {
  let lateCharges = 0n
  let correctedUnitCost: string | null = null
  if (receipt.event.type !== 'StockReceived') return plain(receipt)
  for (const later of living) {
    if (later.position <= receipt.position) continue
    const { event } = later
    // An amended cost takes the place of a cost corrected before it.
    if (event.type === 'MovementAmended' && event.movement === receipt.event.id) {
      if (event.changes.unitCost !== undefined || event.changes.totalCost !== undefined)
        correctedUnitCost = null
    }
    if (event.type !== 'ReceiptCostAdjusted' || event.receipt !== receipt.event.id) continue
    if (event.unitCost !== undefined) correctedUnitCost = String(event.unitCost)
    const arrives = policyAt(log, timeOf(asAmended(later, living))).lateChargeEffect === 'arrival'
    if (event.amount !== undefined && !arrives) lateCharges += millionths(event.amount)
  }
  return { ...plain(receipt), lateCharges, correctedUnitCost }
}

/** A charge that acts when it arrives, or whose receipt is void. */
function chargeByItself(
  { event, position }: Entry,
  ofItem: readonly Entry[],
  living: readonly Entry[],
  log: readonly Entry[],
): readonly Happening[] {
  // Only charges come here.
  const charge = event as EventOf<'ReceiptCostAdjusted'>
  const receipt = ofItem.find((other) => other.event.id === charge.receipt && other.position < position)
  if (receipt?.event.type !== 'StockReceived' || charge.amount === undefined) return []
  const arrives = policyAt(log, timeOf(charge)).lateChargeEffect === 'arrival'
  const isVoid = !living.includes(receipt)
  if (!arrives && !isVoid) return []
  // A receipt stays one, whatever is amended of it.
  const standing = (isVoid ? receipt.event : asAmended(receipt, living)) as EventOf<'StockReceived'>
  const at = arrives ? timeOf(charge) : timeOf(standing)
  const acts = {
    branch: standing.branch,
    receipt: isVoid ? null : charge.receipt,
    amount: millionths(charge.amount),
  }
  return [{ ...plain({ event, position }), at, charge: acts }]
}

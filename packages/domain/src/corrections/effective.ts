import type { CommonAt } from '@tidemark/projection'
import type { Company } from '../costing/policy.ts'
import type { InventoryEvent } from '../events/event.ts'
import { whenFactsDiffer } from './facts-differ.ts'
import type { KnownEvent } from './known-event.ts'
import { prepareItem } from './prepare.ts'

/** The id of the event a correction names; `null` for an event that is no correction. */
export function namedBy(event: InventoryEvent): string | null {
  if (event.type === 'MovementVoided' || event.type === 'MovementAmended') return event.movement
  return event.type === 'ReceiptCostAdjusted' ? event.receipt : null
}

/**
 * The earliest instant at which an event changes what happened, in milliseconds: its own; for a correction that of what it
 * corrects, as it stood and as it stands then, or that of a late charge that acts when it arrives.
 *
 * A correction that changes nothing has no other instant than its own. Pure.
 *
 * @param before the events of the same item that were recorded before it, in the order of recording
 */
export function earliestEffect(
  event: KnownEvent,
  before: readonly KnownEvent[],
  company: CommonAt<Company>,
): number {
  if (namedBy(event) === null) return event.occurredAt
  const was = prepareItem(before, company)
  const is = prepareItem([...before, event], company)
  const earliest = whenFactsDiffer(was, is)
  return earliest === Infinity ? event.occurredAt : earliest
}

import type { KnownEvent } from '@tidemark/domain'
import { position, type RecordedEvent } from '@tidemark/log'
import type { Workspace } from '../workspace.ts'
import { conditions, type ItemState, isOpen, ordersCompleted, type Step } from './conditions.ts'
import { concerns, hasValues } from './filters.ts'
import type { TriggerVersion } from './trigger-book.ts'

/** An event a trigger may be on, in both its forms. */
export interface Happening {
  readonly event: KnownEvent
  readonly recorded: RecordedEvent
}

/**
 * Whether an event is what a trigger waits for. Its condition is judged by the state of the item just before the event
 * and just after it: at its instant, as known until just before it was recorded and just after.
 */
export function isMet(
  version: TriggerVersion,
  { event, recorded }: Happening,
  { reader }: Workspace,
): boolean {
  if (!version.on.includes(event.type) || !concerns(event, version)) return false
  if (version.when === null && Object.keys(version.where).length === 0) return true
  const after = stateAt(reader, event, event.position)
  if (!hasValues(version.where, event, recorded, after)) return false
  if (version.when === null) return true
  const step = { before: stateAt(reader, event, event.position - 1), after }
  if (!conditions[version.when].holds(step, version.branch)) return false
  return version.when !== 'purchase-order-received' || isWholeOrderReceived(version, step, event, reader)
}

function stateAt(reader: Workspace['reader'], event: KnownEvent, knownThrough: number): ItemState {
  if (!('item' in event) || event.item === undefined) return undefined
  return reader.timeline
    .view({ asOf: event.occurredAt, knownThrough: position(knownThrough) })
    .unit(event.item)
}

/** A purchase order may have lines of several items: none of them may be open. */
function isWholeOrderReceived(
  { branch }: TriggerVersion,
  step: Step,
  event: KnownEvent,
  reader: Workspace['reader'],
): boolean {
  const open = new Set<string | null>()
  const view = reader.timeline.view({ asOf: event.occurredAt, knownThrough: event.position })
  view.each((_item, records) =>
    records.order.each((_key, line) => {
      if (isOpen(line)) open.add(line.purchaseOrder)
    }),
  )
  return ordersCompleted(step, branch).some((order) => !open.has(order))
}

import type { KnownEvent } from '@tidemark/domain'
import type { RecordedEvent } from '@tidemark/log'
import type { Reader } from '../reading/reader.ts'
import { conditions, ordersCompleted, type Step } from './conditions.ts'
import { concerns, hasAttributes, hasFields } from './filters.ts'
import { openLinesOf } from './stand.ts'
import { type ItemEvent, Stands } from './stands.ts'
import type { TriggerVersion } from './trigger-book.ts'

/** An event a trigger may be on, in both its forms. */
export interface Happening {
  readonly event: KnownEvent
  readonly recorded: RecordedEvent
}

/** Judges whether events are what triggers wait for. */
export class Judge {
  readonly #reader: Reader
  readonly #stands: Stands

  constructor(reader: Reader) {
    this.#reader = reader
    this.#stands = new Stands(reader)
  }

  /** Whether an event is what a trigger waits for. The reader must have read the event. */
  isMet(version: TriggerVersion, { event, recorded }: Happening): boolean {
    const { on, where, when } = version
    if (!on.includes(event.type) || !concerns(event, version) || !hasFields(where, recorded)) return false
    if (!isOfItem(event)) return hasAttributes(where, event, undefined) && when === null
    if (!hasAttributes(where, event, () => this.#stands.after(event))) return false
    return when === null || this.#hasHappened(version, when, event)
  }

  #hasHappened(version: TriggerVersion, when: keyof typeof conditions, event: ItemEvent): boolean {
    const { branch } = version
    const after = this.#stands.after(event)
    if (!conditions[when].mayHold(after, branch)) return false
    const step = { before: this.#stands.before(event), after }
    if (!conditions[when].holds(step, branch)) return false
    return when !== 'purchase-order-received' || this.#isWholeOrderReceived(step, event, branch)
  }

  /** A purchase order may have lines of several items: none of them may be open. */
  #isWholeOrderReceived(step: Step, event: ItemEvent, branch: string | undefined): boolean {
    const view = this.#reader.timeline.view({ asOf: event.occurredAt, knownThrough: event.position })
    const open = new Set<string>()
    view.each((_item, records) => {
      for (const { purchaseOrder } of openLinesOf(records)) open.add(purchaseOrder)
    })
    return ordersCompleted(step, branch).some((order) => !open.has(order))
  }
}

function isOfItem(event: KnownEvent): event is ItemEvent {
  return 'item' in event && event.item !== undefined
}

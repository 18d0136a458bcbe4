import type { InventoryEvent, KnownEvent } from '@tidemark/domain'

/** A change of what is closed, as recorded. */
export interface PeriodChange {
  readonly position: number
  readonly recordedAt: number
  /** Nothing at or before this instant may be recorded; `null`: everything is open. */
  readonly closedThrough: number | null
}

/** What is closed after one more event. Closing an earlier period again opens nothing; only a reopening does. */
export function closedAfter(closedThrough: number | null, event: InventoryEvent): number | null {
  if (event.type === 'PeriodReopened') return event.through
  if (event.type !== 'PeriodClosed') return closedThrough
  return closedThrough === null ? event.through : Math.max(closedThrough, event.through)
}

/** What is closed, in the order of recording: what counts is what was known when an entry was recorded. */
export class Periods {
  readonly changes: PeriodChange[]

  constructor(changes: readonly PeriodChange[] = []) {
    this.changes = [...changes]
  }

  add(event: KnownEvent): void {
    if (event.type !== 'PeriodClosed' && event.type !== 'PeriodReopened') return
    const { position, recordedAt } = event
    this.changes.push({ position, recordedAt, closedThrough: closedAfter(this.closedThrough, event) })
  }

  /** The instant everything is closed through now, `null` when nothing is. */
  get closedThrough(): number | null {
    return this.changes.at(-1)?.closedThrough ?? null
  }
}

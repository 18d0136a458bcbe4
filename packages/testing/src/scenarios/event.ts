import type { InventoryEventInput } from '@tidemark/domain'
import type { History } from '../generators/deed.ts'
import { hours, START } from '../generators/instants.ts'

/** An event that may leave out what does not matter: its id, and when it occurred. */
export type ScenarioEvent = InventoryEventInput extends infer Event
  ? Event extends InventoryEventInput
    ? Omit<Event, 'id' | 'occurredAt'> & Partial<Pick<Event, 'id' | 'occurredAt'>>
    : never
  : never

/** Events with what they left out: the ids `1`, `2`..., and an hour each. Every one is recorded when it occurs, or late. */
export function completed(events: readonly ScenarioEvent[]): History {
  let now = START
  return events.map((event, index) => {
    const due = START + hours(index + 1)
    const given = event.occurredAt === undefined ? due : new Date(event.occurredAt).getTime()
    now = Math.max(now, due, Number.isNaN(given) ? due : given)
    const occurredAt = event.occurredAt ?? new Date(due).toISOString()
    return {
      // An event but for the fields just added.
      event: { id: String(index + 1), ...event, occurredAt } as InventoryEventInput,
      recordedAt: new Date(now).toISOString(),
    }
  })
}

/** Events as lines of a movement file, as they are. */
export function linesOf(history: History): readonly string[] {
  return history.map(({ event }) => JSON.stringify(event))
}

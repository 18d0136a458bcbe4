import type { MovementEvent } from './movement-event.ts'

/** Where what was sent and not acknowledged is kept: it outlives the page, and the browser. */
const PLACE = 'tidemark.unacknowledged'

/** The movements that were sent by somebody and of which it is not known whether they were recorded. */
export interface Pending {
  list(): readonly MovementEvent[]
  keep(event: MovementEvent): void
  forget(id: string): void
}

/** What is kept in the browser for one person: several may share it. */
export function pendingOf(who: string, storage: Pick<Storage, 'getItem' | 'setItem'>): Pending {
  const place = `${PLACE}.${who}`
  const write = (events: readonly MovementEvent[]) => storage.setItem(place, JSON.stringify(events))
  const list = () => eventsIn(storage.getItem(place))
  return {
    list,
    keep: (event) => write([...list().filter(({ id }) => id !== event.id), event]),
    forget: (id) => write(list().filter((event) => event.id !== id)),
  }
}

function eventsIn(text: string | null): readonly MovementEvent[] {
  try {
    const kept: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(kept) ? kept.filter(isEvent) : []
  } catch {
    return []
  }
}

function isEvent(value: unknown): value is MovementEvent {
  const { id, type, occurredAt } = Object(value)
  return typeof id === 'string' && typeof type === 'string' && typeof occurredAt === 'string'
}

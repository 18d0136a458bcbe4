import { type EventType, eventSchemas } from './event.ts'

/** What is made of the schema of a type of event, when it is first asked for: to open an inventory takes none of it. */
export function madeByType<Made>(
  make: (schema: (typeof eventSchemas)[EventType]) => Made,
): (type: EventType) => Made {
  const made = new Map<EventType, Made>()
  return (type) => {
    const known = made.get(type)
    if (known !== undefined) return known
    const first = make(eventSchemas[type])
    made.set(type, first)
    return first
  }
}

import { type InventoryView, type parseEvent, whenFactsDiffer } from 'tidemark'

/** What events would change of what has been said. */
export interface Change {
  /** From this instant on, in milliseconds. */
  readonly since: number
  /** Whether something has happened since then, of which other things would be said. */
  readonly isLate: boolean
  /** Whether levels would change from then on. */
  readonly isOfLevels: boolean
}

type Event = ReturnType<typeof parseEvent>

/** What the events of an item would change, by the views without them and with them. */
export function changeOfItem(
  item: string,
  events: readonly Event[],
  before: InventoryView,
  after: InventoryView,
): Change {
  const was = before.stock.facts(item)
  const first = whenFactsDiffer(was, after.stock.facts(item))
  if (first === Infinity) {
    const own = events.filter((event) => 'item' in event && event.item === item)
    return {
      since: Math.min(...own.map(({ occurredAt }) => occurredAt)),
      isLate: false,
      isOfLevels: false,
    }
  }
  const last = was.at(-1)
  return { since: first, isLate: last !== undefined && last.occurredAt > first, isOfLevels: true }
}

/** What an event of no item would change, by when the last movement of any occurred. */
export function changeOfCompany({ type, occurredAt }: Event, last: number | null): Change {
  // A branch has a name and hours of its own, which no level depends on.
  const isOfLevels = type !== 'BranchDefined'
  return { since: occurredAt, isLate: last !== null && last > occurredAt, isOfLevels }
}

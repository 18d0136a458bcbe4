import { fileURLToPath } from 'node:url'
import { convert } from '@tidemark/example-online-retail'
import type { InventoryEventInput } from 'tidemark'

const data = new URL(
  '../data/online-retail-45sku-full-year.csv',
  import.meta.resolve('@tidemark/example-online-retail'),
)

/** What was recorded in one working day, as late as its last movement. */
export interface Day {
  /** Milliseconds since the epoch. */
  readonly until: number
  readonly movements: readonly InventoryEventInput[]
}

/** The real year of the online retailer, day by day. */
export async function* days(): AsyncGenerator<Day> {
  const { movements } = await convert(fileURLToPath(data))
  let day: InventoryEventInput[] = []
  let until = 0
  for await (const movement of movements) {
    const at = Date.parse(movement.occurredAt)
    if (day.length > 0 && new Date(at).toDateString() !== new Date(until).toDateString()) {
      yield { until, movements: day }
      day = []
    }
    day.push(movement)
    until = at
  }
  yield { until, movements: day }
}

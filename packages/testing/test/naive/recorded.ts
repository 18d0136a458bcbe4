import { memoryLog } from '@tidemark/log'
import type { History } from '@tidemark/testing'
import {
  DomainError,
  type Inventory,
  type InventoryEventInput,
  openInventory,
  type Recorded,
  TidemarkError,
} from 'tidemark'
import type { Entry } from './what-happened.ts'

/** An inventory, and the same log for a naive reader. */
export interface RecordedTwice {
  readonly inventory: Inventory
  readonly entries: readonly Entry[]
  /** Where each of the entries stands. */
  readonly places: readonly Recorded[]
}

/** Later than anything in a generated history. */
const NOW = Date.UTC(2028, 0, 1)

/** Records a history event by event. What the library refuses is in neither. */
export async function recordedTwice(
  before: readonly InventoryEventInput[],
  history: History,
): Promise<RecordedTwice> {
  const clock = () => NOW
  const inventory = openInventory({ log: memoryLog({ clock }), clock, timeline: { sliceFacts: 4 } })
  const entries: Entry[] = []
  const places: Recorded[] = []
  for (const event of [...before, ...history.map((entry) => entry.event)]) {
    try {
      const [place] = await inventory.record(event)
      if (place === undefined) continue
      places.push(place)
      entries.push({ event, position: place.position })
    } catch (error) {
      if (!(error instanceof TidemarkError || error instanceof DomainError)) throw error
    }
  }
  return { inventory, entries, places }
}

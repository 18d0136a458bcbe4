import { type InventoryEventInput, parseEvent } from '@tidemark/domain'
import { type EventLog, jsonObjectOf, memoryLog } from '@tidemark/log'
import {
  arbitraryHistory,
  digestIsTheSameInAnyStore,
  type InventorySubject,
  inventoryLaws,
  type Law,
  type OpenInventory,
  type Recording,
} from '@tidemark/testing'
import { openInventory } from 'tidemark'

/** An inventory, or a second store of one, with a fault put in on purpose. */
export interface PlantedInventoryBug {
  readonly name: string
  readonly laws: readonly Law[]
  readonly foundBy: string
}

const histories = arbitraryHistory({ items: 2, branches: 2, size: 10, lots: false })

const healthy: OpenInventory = (clock) => openInventory({ log: memoryLog({ clock }), clock })

/** All laws of an inventory, with its stores. */
export function lawsOf(open: OpenInventory, other: OpenInventory = open): readonly Law[] {
  const subject: InventorySubject = { open, histories }
  return [...inventoryLaws(subject), digestIsTheSameInAnyStore(subject, other)]
}

export const healthyLaws: readonly Law[] = lawsOf(healthy)

/** An inventory that differs from Tidemark's in what is given. */
function inventoryWith(fault: (inventory: Recording) => Partial<Recording>): OpenInventory {
  return async (clock) => {
    const inventory = await healthy(clock)
    const whole: Recording = {
      record: (input) => inventory.record(input),
      import: (bytes, options) => inventory.import(bytes, options),
      asOf: (time, options) => inventory.asOf(time, options),
      head: () => inventory.head(),
      compare: (from, to) => inventory.compare(from, to),
      close: () => inventory.close(),
    }
    return { ...whole, ...fault(whole) }
  }
}

/** Records something else than the events that were handed in; what is none is left to be refused. */
function recordingOtherwise(
  change: () => (event: InventoryEventInput) => InventoryEventInput,
): OpenInventory {
  return inventoryWith(({ record }) => {
    const changed = change()
    return {
      record: (input) => record([input].flat().map((event) => (isEvent(event) ? changed(event) : event))),
    }
  })
}

function isEvent(input: unknown): boolean {
  try {
    parseEvent(input)
    return true
  } catch {
    return false
  }
}

/** The key of an event among all of an inventory. */
function keyOf(event: InventoryEventInput): string {
  return JSON.stringify(['item' in event ? event.item : null, event.id])
}

const retriedUnderNewId = recordingOtherwise(() => {
  const seen = new Set<string>()
  return (event) => {
    const id = seen.has(keyOf(event)) ? `${event.id} again` : event.id
    seen.add(keyOf(event))
    return { ...event, id }
  }
})

const numberedOverAllItems = recordingOtherwise(() => {
  const numbers = new Map<string, number>()
  return (event) => {
    const number = numbers.get(keyOf(event)) ?? numbers.size + 1
    numbers.set(keyOf(event), number)
    return event.type === 'StockSold' ? { ...event, quantity: String(number) } : event
  }
})

const recordedOneByOne = inventoryWith(({ record }) => ({
  record: async (input) => {
    const recorded = []
    for (const event of [input].flat()) recorded.push(...(await record(event)))
    return recorded
  },
}))

const firstRejectTold = inventoryWith((inventory) => ({
  import: (bytes, options) => {
    let told = false
    return inventory.import(bytes, {
      ...options,
      onReject: (reject) => {
        if (!told) options?.onReject?.(reject)
        told = true
      },
    })
  },
}))

const lateCostsLost = inventoryWith(({ compare }) => ({
  compare: (from, to) => {
    const comparison = compare(from, to)
    return { ...comparison, bridge: comparison.bridge.filter(({ kind }) => kind !== 'late-cost') }
  },
}))

const chargesLost: OpenInventory = (clock) => {
  const log = memoryLog({ clock })
  const append: EventLog['append'] = (batch, options) =>
    log.append(
      batch.map((one) => ({
        ...one,
        events: one.events.map((event) => {
          const { charges: _, ...data } = jsonObjectOf(event.data)
          return { ...event, data }
        }),
      })),
      options,
    )
  return openInventory({ log: { ...log, append }, clock })
}

/** Faults in what a host does with an inventory, and in stores. */
export const bugsInInventory: readonly PlantedInventoryBug[] = [
  {
    name: 'a retry is recorded under a new id',
    laws: lawsOf(retriedUnderNewId),
    foundBy: 'recording twice is recording once',
  },
  {
    name: 'what is sold is numbered over all items',
    laws: lawsOf(numberedOverAllItems),
    foundBy: 'the recording order of independent items changes no digest',
  },
  {
    name: 'a batch is recorded event by event until one is refused',
    laws: lawsOf(recordedOneByOne),
    foundBy: 'what is refused leaves nothing behind',
  },
  {
    name: 'an import tells the first of the lines it refuses',
    laws: lawsOf(firstRejectTold),
    foundBy: 'an import refuses bad lines, and those alone',
  },
  {
    name: 'a bridge leaves out late costs',
    laws: lawsOf(lateCostsLost),
    foundBy: 'the bridge adds up',
  },
  {
    name: 'a store loses the charges of a receipt',
    laws: lawsOf(healthy, chargesLost),
    foundBy: 'the digest is the same in any store',
  },
]

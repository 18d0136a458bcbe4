import { memoryLog, type RecordedEvent } from '@tidemark/log'
import { arbitraryHistory, effectLaws, type Freezing, type Law, snapshotLaws } from '@tidemark/testing'
import { effectId, type Inventory, openInventory } from 'tidemark'
import type { Planted } from './planted.ts'

const histories = arbitraryHistory({ items: 2, branches: 2, size: 10, lots: false })

const healthy = (clock: () => number): Inventory => openInventory({ log: memoryLog({ clock }), clock })

/** An inventory whose snapshots differ from Tidemark's in what is given. */
function lawsWith(
  fault: (inventory: Inventory) => Partial<Freezing['snapshots']>,
  others: (inventory: Inventory) => Partial<Freezing> = () => ({}),
): readonly Law[] {
  const open = (clock: () => number): Freezing => {
    const inventory = healthy(clock)
    const { snapshots } = inventory
    return {
      record: (input) => inventory.record(input),
      import: (bytes, options) => inventory.import(bytes, options),
      asOf: (time, options) => inventory.asOf(time, options),
      head: () => inventory.head(),
      compare: (from, to) => inventory.compare(from, to),
      close: () => inventory.close(),
      snapshots: {
        create: (options) => snapshots.create(options),
        read: (id) => snapshots.read(id),
        verify: (id) => snapshots.verify(id),
        list: (filter) => snapshots.list(filter),
        drift: (id) => snapshots.drift(id),
        ...fault(inventory),
      },
      ...others(inventory),
    }
  }
  return snapshotLaws({ open, histories })
}

const readAnew = lawsWith((inventory) => ({
  read: async (id) => inventory.asOf((await inventory.snapshots.find(id)).asOf),
}))

const takenAgain = lawsWith(({ snapshots }) => {
  let times = 0
  return { create: ({ id, ...rest } = {}) => snapshots.create({ ...rest, id: `${id}-${times++}` }) }
})

const lastEntryUntold = lawsWith(({ snapshots }) => ({
  drift: async (id) => {
    const drift = await snapshots.drift(id)
    return { ...drift, rows: drift.rows.map((row) => ({ ...row, entries: row.entries.slice(0, -1) })) }
  },
}))

const sellsOnReading = lawsWith(
  () => ({}),
  (inventory) => ({
    compare: (from, to) => {
      const comparison = inventory.compare(from, to)
      const bridge = comparison.bridge.map((line) =>
        line.kind === 'late-quantity' ? { ...line, kind: 'adjustment' as const } : line,
      )
      return { ...comparison, bridge }
    },
  }),
)

type Handle = (inventory: Inventory, event: RecordedEvent) => Promise<void>

/** A host that freezes a snapshot whenever goods come in, in its own way. */
function snapshotOfReceipts(handle: Handle, open = healthy): readonly Law[] {
  return effectLaws({
    open,
    histories,
    handle: async (inventory, event) => {
      if (event.type === 'StockReceived') await handle(inventory, event)
    },
    effects: async ({ snapshots }) => (await snapshots.list()).map(({ name }) => name),
  })
}

const properly: Handle = async ({ snapshots }, event) => {
  const id = effectId('receipts', event).replaceAll(/[^A-Za-z0-9]/g, '-')
  await snapshots.create({ id, name: `${event.stream} ${event.id}` })
}

const underANewId: Handle = async ({ snapshots }, event) => {
  await snapshots.create({ name: `${event.stream} ${event.id}` })
}

/** An inventory whose processing differs from Tidemark's. */
function processingWith(process: (inventory: Inventory) => Inventory['processEvents']) {
  return (clock: () => number): Inventory => {
    const inventory = healthy(clock)
    inventory.processEvents = process(inventory)
    return inventory
  }
}

const savedBeforeHandling = processingWith((inventory) => {
  const whole = inventory.processEvents.bind(inventory)
  return (options) =>
    whole({
      ...options,
      handle: async (event) => {
        await options.checkpoint.save(event.position as Parameters<typeof options.checkpoint.save>[0])
        await options.handle(event)
      },
    })
})

/** The host's handling without a fault, and Tidemark's snapshots. */
export const healthySnapshotLaws: readonly Law[] = [
  ...snapshotLaws({ open: healthy, histories }),
  ...snapshotOfReceipts(properly),
]

/** Faults in snapshots, and in what a host does because of events. */
export const bugsInSnapshots: readonly Planted[] = [
  {
    name: 'a snapshot is read as known now',
    laws: readAnew,
    foundBy: 'a snapshot stays what it froze',
    alsoBreaks: ['drift is explained by what was recorded later'],
  },
  {
    name: 'a retried snapshot is another one',
    laws: takenAgain,
    foundBy: 'a snapshot is taken once',
    alsoBreaks: ['a snapshot stays what it froze', 'drift is explained by what was recorded later'],
  },
  {
    name: 'the last entry behind a drift is not told',
    laws: lastEntryUntold,
    foundBy: 'drift is explained by what was recorded later',
  },
  {
    name: 'late entries are told as movements of the period',
    laws: sellsOnReading,
    foundBy: 'drift is explained by what was recorded later',
  },
  {
    name: 'a trigger fires again when its event is delivered again',
    laws: snapshotOfReceipts(underANewId),
    foundBy: 'what an event triggers happens once, through crashes',
  },
  {
    name: 'a checkpoint is saved before its event is handled',
    laws: snapshotOfReceipts(properly, savedBeforeHandling),
    foundBy: 'every event is handled, through crashes',
    alsoBreaks: ['what an event triggers happens once, through crashes'],
  },
]

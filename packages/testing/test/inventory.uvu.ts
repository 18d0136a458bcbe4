import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventStoreLog } from '@tidemark/eventstoredb'
import { startTestServer } from '@tidemark/eventstoredb/test-server'
import { memoryLog, sqliteLog } from '@tidemark/log'
import {
  arbitraryHistory,
  digestIsTheSameInAnyStore,
  effectLaws,
  type History,
  inventoryLaws,
  type Law,
  snapshotLaws,
} from '@tidemark/testing'
import { lawSuite } from '@tidemark/testing/uvu'
import fc from 'fast-check'
import { effectId, type Inventory, openInventory } from 'tidemark'
import { trials } from './trials.ts'

type Open = (clock: () => number) => Inventory | Promise<Inventory>

const inMemory: Open = (clock) => openInventory({ log: memoryLog({ clock }), clock })

const folder = mkdtempSync(join(tmpdir(), 'tidemark-laws-'))
let files = 0

const inFiles: Open = async (clock) => {
  const path = join(folder, `${files++}.db`)
  return openInventory({ log: await sqliteLog({ path, clock }), clock })
}

// The server keeps the time, as servers do: that of the inventory it holds at the moment.
let serverClock = Date.now
const server = await startTestServer({ clock: () => serverClock() })
let workspaces = 0

const onServer: Open = (clock) => {
  serverClock = clock
  const log = eventStoreLog({ connectionString: server.connectionString })
  return openInventory({ log, clock, workspace: `w${workspaces++}` })
}

/** What a host may do: a snapshot of every count that is posted, and of every receipt. */
const snapshotOfCounts = {
  handle: async (
    { snapshots }: Inventory,
    event: Parameters<typeof effectId>[1] & { type: string; id: string },
  ) => {
    if (event.type !== 'CountPosted' && event.type !== 'StockReceived') return
    const id = effectId('counts', event).replaceAll(/[^A-Za-z0-9]/g, '-')
    await snapshots.create({ id, name: `${event.type} ${event.id}` })
  },
  effects: async ({ snapshots }: Inventory) => (await snapshots.list()).map(({ name }) => name),
}

function lawsOf(open: Open): readonly Law[] {
  return [...inventoryLaws({ open }), ...snapshotLaws({ open }), ...effectLaws({ open, ...snapshotOfCounts })]
}

lawSuite('an inventory in memory', lawsOf(inMemory), trials(100))

/** Each of what may be recorded; together they are worth more. */
const worthMore: History = ['R1', 'R2', 'R3'].map((id, day) => ({
  event: {
    id,
    type: 'StockReceived',
    occurredAt: `2026-03-0${3 - day}T09:00:00Z`,
    item: 'gold',
    branch: 'north',
    quantity: '600000',
    unitCost: '1000000',
  },
  recordedAt: `2026-03-0${day + 5}T09:00:00Z`,
}))
const histories = fc.constant(worthMore)

lawSuite(
  'an inventory worth more than may be recorded at once',
  [...inventoryLaws({ open: inMemory, histories }), ...snapshotLaws({ open: inMemory, histories })],
  trials(20),
)
lawSuite(
  'an inventory of things with odd names',
  inventoryLaws({
    open: inMemory,
    histories: arbitraryHistory({ oddNames: true, items: 6, branches: 5, size: 15 }),
  }),
  trials(30),
)
lawSuite(
  'an inventory in a SQLite file',
  [...lawsOf(inFiles), digestIsTheSameInAnyStore({ open: inMemory }, inFiles)],
  { ...trials(8), after: () => rmSync(folder, { recursive: true }) },
)
lawSuite(
  'an inventory on EventStoreDB',
  [...lawsOf(onServer), digestIsTheSameInAnyStore({ open: inMemory }, onServer)],
  { ...trials(6), after: () => server.stop() },
)

import { deepEqual } from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inventoryProjection, inventoryReducer, type KnownEvent } from '@tidemark/domain'
import { memoryLog, sqliteLog } from '@tidemark/log'
import {
  initialState,
  type Kinds,
  micros,
  type Projection,
  prepare,
  reduce,
  type Typed,
  text,
} from '@tidemark/projection'
import {
  arbitraryHistory,
  defineLaw,
  type History,
  knownEvents,
  movementLine,
  projectionLaws,
} from '@tidemark/testing'
import { lawSuite } from '@tidemark/testing/uvu'
import { plainState } from '@tidemark/timeline'
import fc from 'fast-check'
import { type Inventory, openInventory } from 'tidemark'
import { trials } from './trials.ts'

/** Units sold and bought by branch, with the last customer: also of what stock leaves in the log. */
const movedByBranch = inventoryProjection({
  name: 'moved by branch',
  version: 1,
  records: { branch: { sold: micros, bought: micros, customer: text } },
  on: {
    StockSold: (draft, { branch, quantity, customer }) => {
      const here = draft.branch.at(branch)
      here.sold += quantity
      if (customer !== undefined) here.customer = customer
    },
    StockReceived: (draft, { branch, quantity }) => {
      draft.branch.at(branch).bought += quantity
    },
  },
})

interface Story {
  readonly types: { readonly [type: string]: number }
  readonly last: readonly { readonly id: string; readonly tags: unknown }[]
}

const nothing: Story = { types: {}, last: [] }

/** How often what happened to an item, and the last of it. */
const story = inventoryReducer({
  name: 'story',
  version: 1,
  initial: nothing,
  on: {
    StockSold: (state, fact) => {
      state.types[fact.type] = (state.types[fact.type] ?? 0) + 1
      state.last.unshift({ id: fact.id, tags: fact.tags ?? null })
      state.last.splice(3)
    },
    StockReceived: ({ types, last }, { type }) => ({
      types: { ...types, [type]: (types[type] ?? 0) + 1 },
      last,
    }),
    // Of no item: told to every one that has begun.
    CostingPolicySet: () => nothing,
  },
})

lawSuite('a projection of a host', projectionLaws(movedByBranch), trials(40))
lawSuite('a reducer of a host', projectionLaws(story), trials(40))

/** What the definition makes of events, as of an instant. */
function defined<Fact extends Typed, Common, K extends Kinds, Effect>(
  projection: Projection<KnownEvent, Fact, Common, K, Effect>,
  events: readonly KnownEvent[],
  asOf: number,
) {
  const facts = prepare(projection, events).filter(({ occurredAt }) => occurredAt <= asOf)
  return facts.reduce((state, fact) => reduce(projection, state, fact), initialState(projection)).units
}

type Open = (clock: () => number) => Promise<Inventory>

function liveLaw(open: Open) {
  return defineLaw({
    name: 'a projection over a log is what the definition makes of it',
    statement:
      'However its recording and its views alternate, a projection of a host over the log of an inventory holds what `reduce` makes of all events known, as of every instant, as known now and as known then.',
    cases: fc.record({
      history: arbitraryHistory({ size: 14, corrections: true, policies: true, late: true }),
      every: fc.integer({ min: 1, max: 5 }),
    }),
    history: ({ history }) => knownEvents(history).map(movementLine),
    circumstances: ({ every }) => `with a view after every ${every}`,
    holds: ({ history, every }) => isAsDefined(open, history, every),
  })
}

async function isAsDefined(open: Open, history: History, every: number): Promise<void> {
  let now = 0
  const inventory = await open(() => now)
  try {
    const branches = inventory.project(movedByBranch)
    const stories = inventory.project(story)
    const known = knownEvents(history)
    for (const [index, { event, recordedAt }] of history.entries()) {
      now = Math.max(now, Date.parse(recordedAt))
      const [recorded] = await inventory.record(event)
      if (index % every > 0 || recorded === undefined) continue
      for (const through of [index, index >> 1]) {
        const knownThrough = through === index ? undefined : known[through]?.recordedAt
        // All that was recorded at that instant is known.
        const events = known.filter(
          ({ recordedAt }, at) => at <= index && (knownThrough === undefined || recordedAt <= knownThrough),
        )
        for (const { occurredAt: asOf } of known) {
          const asked = { knownThrough: knownThrough === undefined ? undefined : new Date(knownThrough) }
          deepEqual(plainState(await branches.asOf(asOf, asked)).units, defined(movedByBranch, events, asOf))
          const view = await (await stories.asOf(asOf, asked)).ready()
          deepEqual(plainState(view).units, defined(story, events, asOf))
        }
      }
    }
  } finally {
    await inventory.close()
  }
}

const inMemory: Open = async (clock) => openInventory({ log: memoryLog({ clock }), clock })

const folder = mkdtempSync(join(tmpdir(), 'tidemark-projections-'))
let files = 0

const inFiles: Open = async (clock) =>
  openInventory({ log: await sqliteLog({ path: join(folder, `${files++}.db`), clock }), clock })

lawSuite('projections over a log in memory', [liveLaw(inMemory)], trials(80))
lawSuite('projections over a log in a file', [liveLaw(inFiles)], {
  ...trials(15),
  after: () => rmSync(folder, { recursive: true }),
})

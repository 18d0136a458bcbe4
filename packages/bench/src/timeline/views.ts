import type { Inventory } from 'tidemark'
import { type Figure, round, type Skipped, type Took, time } from '../figure.ts'
import { assertEqual, type Balances, balancesOf } from '../peers/balance.ts'
import type { DuckDbLedger } from '../peers/duckdb.ts'
import type { SqliteLedger } from '../peers/sqlite.ts'
import { medianOf, timed } from '../stopwatch.ts'
import { lastInstant, randomOf } from '../trade.ts'
import { readEveryField } from './read-every-field.ts'

const DAY = 86_400_000
const DUCKDB = 'DuckDB: on hand and value only'
const SQLITE = 'SQLite: on hand and value only'

const INSTANTS = 20
/** SQLite takes seconds: so many instants are enough. */
const FOR_SQLITE = 3

/** Full views at random instants beside DuckDB, which adds up the same movements. */
export function measureViews(inventory: Inventory, duckDb: DuckDbLedger | null): Promise<Figure | Skipped> {
  return measure('view', DUCKDB, inventory, {}, (asOf) => duckDb?.balances(asOf))
}

/** The same as known at an earlier point: its instant, and its position in the log. */
export function measureKnownViews(
  inventory: Inventory,
  duckDb: DuckDbLedger | null,
  knownThrough: string,
  position: number,
): Promise<Figure | Skipped> {
  return measure('view-known-through', DUCKDB, inventory, { knownThrough }, (asOf) =>
    duckDb?.balancesKnown(asOf, position),
  )
}

/** Full views beside SQLite. */
export function measureViewsBesideSqlite(
  inventory: Inventory,
  sqlite: SqliteLedger,
): Promise<Figure | Skipped> {
  return measure('view-beside-sqlite', SQLITE, inventory, { forPeer: FOR_SQLITE }, async (asOf) => {
    const { result, ...took } = await timed(() => sqlite.balances(asOf))
    return { ...took, balances: result }
  })
}

/** Every level of full views as an object, all fields read one by one; the views stand already. */
export async function measureReading(inventory: Inventory): Promise<Figure> {
  const random = randomOf(4)
  const took: Took[] = []
  for (let n = 0; n < 5; n++) {
    const view = await inventory.asOf(Math.floor(lastInstant - random() * 730 * DAY))
    view.columns()
    took.push(await timed(() => readEveryField(view)))
  }
  const { ms, cpu } = medianOf(took)
  return { name: 'view-levels', value: round(ms), unit: 'ms', cpu: round(cpu) }
}

interface Answer extends Took {
  readonly balances: Balances
}

/** Views of Tidemark one after the other, then the answers of a peer, each compared with another view; the middle ones count. */
async function measure(
  name: string,
  peer: string,
  inventory: Inventory,
  { knownThrough, forPeer = INSTANTS }: { readonly knownThrough?: string; readonly forPeer?: number },
  ask: (asOf: number) => Promise<Answer> | undefined,
): Promise<Figure | Skipped> {
  const random = randomOf(3)
  const asked = Array.from({ length: INSTANTS }, () => Math.floor(lastInstant - random() * 730 * DAY))
  const view = async (asOf: number) => {
    const view = await inventory.asOf(asOf, { knownThrough })
    // All fields of all levels in memory, which is where the peer's answer stands when its time is taken.
    view.columns()
    return view
  }
  // The peer has just loaded its table; what Tidemark has in its cache is loaded when it is first asked for.
  for (const asOf of asked) await view(asOf)
  const ours: Took[] = []
  for (const asOf of asked) {
    // Each view is let go of before the next, as by somebody who moves a slider.
    const { result: _view, ...took } = await timed(() => view(asOf))
    ours.push(took)
  }
  const theirs: Took[] = []
  for (const asOf of asked.slice(0, forPeer)) {
    const answer = await ask(asOf)
    if (answer === undefined) return { name, skipped: `${peer}: no binary for this machine` }
    theirs.push(answer)
    assertEqual(peer, answer.balances, balancesOf(await view(asOf)))
  }
  return time(name, medianOf(ours), peer, medianOf(theirs))
}

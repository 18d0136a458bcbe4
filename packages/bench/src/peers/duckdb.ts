import type { DuckDBConnection, DuckDBMaterializedResult } from '@duckdb/node-api'
import type { Took } from '../figure.ts'
import { timed } from '../stopwatch.ts'
import { type Balance, type Balances, balanceKey } from './balance.ts'
import type { LedgerEntry } from './ledger.ts'

type DuckDb = typeof import('@duckdb/node-api')

/** What DuckDB answered, and what it took until the answer stood in its memory: reading it out is not counted. */
export interface DuckDbAnswer extends Took {
  readonly balances: Balances
}

/** A ledger in a DuckDB file: its movements in the order of recording, items and branches as its dictionary types. */
export interface DuckDbLedger {
  /** Loads all movements; `each` hands them over one by one. */
  load(each: (visit: (entry: LedgerEntry) => void) => void): Promise<void>
  balances(asOf: number): Promise<DuckDbAnswer>
  /** As known through the position whose values the movements were loaded with. */
  balancesKnown(asOf: number, through: number): Promise<DuckDbAnswer>
  /** On hand and value by branch and group at the end of each month in which there was something to add up. */
  trend(groups: ReadonlyMap<string, string>): Promise<DuckDbTrend>
  close(): void
}

/** A row for each month, in UTC, and each branch and group; of the month its first instant. */
export interface DuckDbTrend extends Took {
  readonly rows: readonly (Balance & {
    readonly month: number
    readonly branch: string
    readonly group: string
  })[]
}

/** Opens a ledger in a new file; `null` where DuckDB has no binary for this machine. */
export async function openDuckDb(file: string): Promise<DuckDbLedger | null> {
  const duckdb = await import('@duckdb/node-api').catch(() => null)
  if (duckdb === null) return null
  const instance = await duckdb.DuckDBInstance.create(file)
  const db = await instance.connect()
  return {
    load: (each) => load(duckdb, db, each),
    balances: (asOf) =>
      answer(
        db,
        `SELECT item, branch, sum(quantity), sum(value) FROM movement
           WHERE occurred_at <= $1 GROUP BY item, branch`,
        [BigInt(asOf)],
      ),
    balancesKnown: (asOf, through) =>
      answer(
        db,
        `SELECT item, branch, sum(quantity), sum(value_then) FROM movement
           WHERE occurred_at <= $1 AND position <= $2 GROUP BY item, branch`,
        [BigInt(asOf), BigInt(through)],
      ),
    trend: (groups) => trend(db, groups),
    close: () => {
      db.closeSync()
      instance.closeSync()
    },
  }
}

/** DuckDB takes rows in vectors of so many. */
const VECTOR = 2048

async function load(
  { BIGINT, VARCHAR, DuckDBDataChunk }: DuckDb,
  db: DuckDBConnection,
  each: Parameters<DuckDbLedger['load']>[0],
): Promise<void> {
  await db.run(`CREATE TABLE loaded (occurred_at BIGINT, position BIGINT, item VARCHAR, branch VARCHAR,
    quantity BIGINT, value BIGINT, value_then BIGINT)`)
  const appender = await db.createAppender('loaded')
  const types = [BIGINT, BIGINT, VARCHAR, VARCHAR, BIGINT, BIGINT, BIGINT]
  const newColumns = (): (bigint | string | null)[][] => types.map(() => [])
  let columns = newColumns()
  const flush = () => {
    const chunk = DuckDBDataChunk.create(types, columns[0]?.length ?? 0)
    chunk.setColumns(columns)
    appender.appendDataChunk(chunk)
    columns = newColumns()
  }
  each(({ occurredAt, position, item, branch, quantity, value, valueThen }) => {
    const row = [BigInt(occurredAt), BigInt(position), item, branch, quantity, value, valueThen]
    for (const [index, cell] of row.entries()) columns[index]?.push(cell)
    if (columns[0]?.length === VECTOR) flush()
  })
  if (columns[0]?.length !== 0) flush()
  appender.closeSync()
  // As a ledger grows: then DuckDB skips what came after the instant, and groups by small numbers instead of texts.
  await db.run(`
    CREATE TYPE item_id AS ENUM (SELECT DISTINCT item FROM loaded ORDER BY item);
    CREATE TYPE branch_id AS ENUM (SELECT DISTINCT branch FROM loaded ORDER BY branch);
    CREATE TABLE movement AS SELECT occurred_at, position, item::item_id AS item, branch::branch_id AS branch,
      quantity, value, value_then FROM loaded ORDER BY position;
    DROP TABLE loaded;
    CHECKPOINT`)
}

async function answer(db: DuckDBConnection, sql: string, inputs: bigint[]): Promise<DuckDbAnswer> {
  const { result, ms, cpu } = await timed(() => db.run(sql, inputs))
  const balances = new Map<string, Balance>()
  for (const [item, branch, quantity, value] of await rowsOf(result)) {
    balances.set(balanceKey(String(item), String(branch)), {
      quantity: micros(quantity),
      value: micros(value),
    })
  }
  return { balances, ms, cpu }
}

async function trend(db: DuckDBConnection, groups: ReadonlyMap<string, string>): Promise<DuckDbTrend> {
  const pairs = [...groups].map(([item, group]) => `('${item}','${group}')`).join()
  await db.run(`CREATE OR REPLACE TABLE grouped AS SELECT v.item::item_id AS item, v.name
    FROM (VALUES ${pairs}) v (item, name) SEMI JOIN movement m ON m.item::VARCHAR = v.item`)
  // One pass over the movements; the sums of sums that follow are small.
  const { result, ms, cpu } = await timed(() =>
    db.run(`
      WITH change AS (
        SELECT date_trunc('month', make_timestamp(occurred_at * 1000)) AS month, branch, name,
            sum(quantity) AS quantity, sum(value) AS value
          FROM movement JOIN grouped USING (item) GROUP BY ALL
      )
      SELECT epoch_ms(month), branch, name, sum(quantity) OVER running, sum(value) OVER running
        FROM change WINDOW running AS (PARTITION BY branch, name ORDER BY month)`),
  )
  const rows = (await rowsOf(result)).map(([month, branch, group, quantity, value]) => ({
    month: Number(month),
    branch: String(branch),
    group: String(group),
    quantity: micros(quantity),
    value: micros(value),
  }))
  return { rows, ms, cpu }
}

async function rowsOf(result: DuckDBMaterializedResult): Promise<readonly unknown[][]> {
  return result.getRows()
}

/** Sums of whole numbers come as a bigint; anything else would not be exact. */
function micros(cell: unknown): bigint {
  if (typeof cell !== 'bigint')
    throw new Error(`DuckDB answered ${typeof cell} ${String(cell)}, not a whole number`)
  return cell
}

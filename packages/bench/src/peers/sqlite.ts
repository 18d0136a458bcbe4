import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { type Balance, type Balances, balanceKey } from './balance.ts'
import type { LedgerEntry } from './ledger.ts'

/** A ledger in a SQLite file, laid out for this question: by item and branch, with everything it reads. */
export interface SqliteLedger {
  load(each: (visit: (entry: LedgerEntry) => void) => void): void
  balances(asOf: number): Balances
  close(): void
}

/** Opens a ledger in a new file. */
export function openSqlite(file: string): SqliteLedger {
  const db = new DatabaseSync(file)
  db.exec(`PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
    CREATE TABLE movement (item TEXT, branch TEXT, occurred_at INTEGER, position INTEGER, quantity INTEGER,
      value INTEGER, PRIMARY KEY (item, branch, occurred_at, position)) STRICT, WITHOUT ROWID`)
  const query = prepared(
    db,
    `SELECT item, branch, sum(quantity), sum(value) FROM movement WHERE occurred_at <= ? GROUP BY item, branch`,
  )
  return {
    load: (each) => {
      const insert = db.prepare('INSERT INTO movement VALUES (?, ?, ?, ?, ?, ?)')
      db.exec('BEGIN')
      each(({ item, branch, occurredAt, position, quantity, value }) =>
        insert.run(item, branch, occurredAt, position, quantity, value),
      )
      db.exec('COMMIT')
    },
    balances: (asOf) => {
      const balances = new Map<string, Balance>()
      // Rows as arrays: item, branch and two sums, by the query above.
      const rows = query.all(asOf) as unknown as [string, string, bigint, bigint][]
      for (const [item, branch, quantity, value] of rows)
        balances.set(balanceKey(item, branch), { quantity, value })
      return balances
    },
    close: () => db.close(),
  }
}

function prepared(db: DatabaseSync, sql: string): StatementSync {
  const statement = db.prepare(sql)
  statement.setReadBigInts(true)
  statement.setReturnArrays(true)
  return statement
}

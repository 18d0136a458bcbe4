import type { DatabaseSync } from 'node:sqlite'

/**
 * Loads the SQLite that is built into Node. Early releases of Node 24 warn that it is experimental; the user of a command
 * line can do nothing with that, so this one warning is kept back, and only while loading.
 */
export function loadSqlite(): typeof import('node:sqlite') {
  const emitWarning = process.emitWarning
  process.emitWarning = (...args: unknown[]) => {
    if (String(args[0]).includes('SQLite')) return
    Reflect.apply(emitWarning, process, args)
  }
  try {
    return process.getBuiltinModule('node:sqlite')
  } finally {
    process.emitWarning = emitWarning
  }
}

/** A value that goes into a statement. */
export type Input = string | number | null

/** A prepared statement whose rows are tuples. */
export interface Query<Row extends readonly unknown[]> {
  all(...inputs: Input[]): Row[]
  get(...inputs: Input[]): Row | undefined
  run(...inputs: Input[]): void
}

/** Prepares statements of one connection, each once. */
export type Prepare = <Row extends readonly unknown[]>(sql: string) => Query<Row>

/**
 * Makes the function that prepares statements and keeps them. Rows come as arrays: twice as fast as objects for the small
 * rows of a log.
 */
export function preparing(db: DatabaseSync): Prepare {
  const kept = new Map<string, unknown>()
  return <Row extends readonly unknown[]>(sql: string) => {
    const known = kept.get(sql)
    // One text has one row type: the caller that wrote the SQL names it.
    if (known !== undefined) return known as Query<Row>
    const statement = db.prepare(sql)
    statement.setReturnArrays(true)
    // The columns are those the SQL names, of the types its STRICT tables declare; the driver's types know neither.
    const query = {
      all: statement.all.bind(statement),
      get: statement.get.bind(statement),
      run: statement.run.bind(statement),
    } as unknown as Query<Row>
    kept.set(sql, query)
    return query
  }
}

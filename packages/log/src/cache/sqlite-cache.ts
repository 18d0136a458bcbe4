import { dirname, resolve } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { LogError } from '../errors.ts'
import { nodeFs } from '../node-modules.ts'
import { loadSqlite } from '../sqlite/driver.ts'
import { isBusy, sqliteCode } from '../sqlite/sqlite-errors.ts'

/** Where a cache is kept. */
export interface SqliteCacheOptions {
  /** The file; it is made when it does not exist, its directory is not. SQLite keeps two more files beside it. */
  readonly path: string
}

/** Blobs by name in a file, as a timeline keeps what it would otherwise have to work out again. */
export interface SqliteCache {
  /** The absolute path of the file. */
  readonly path: string
  read(name: string): Uint8Array | undefined
  names(): readonly string[]
  /** All of the batch or none of it, also when the process is killed. */
  write(batch: { readonly put: ReadonlyMap<string, Uint8Array>; readonly remove: readonly string[] }): void
  close(): void
}

/** 'TIDC': what the header of every cache file says. */
const APPLICATION_ID = 0x54494443
const FORMAT = 1

/** Where SQLite's header has the application's id. */
const ID_AT = 68
const HEADER_BYTES = 100
const MAGIC = 'SQLite format 3\u0000'

/** Large pages, for large blobs. Losing the last write to a power failure is allowed: whoever reads checks. */
const SETTINGS = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA journal_size_limit = 67108864;
`

/**
 * Opens a cache file, for one process at a time: several do no harm, but undo each other's work. A cache of another
 * version, or one that cannot be read, is emptied: it is made again. A file that is no cache is never touched.
 * Throws `CACHE_NOT_OURS`, `CACHE_UNAVAILABLE`.
 *
 * @example
 * const cache = sqliteCache({ path: 'inventory.cache' })
 * const inventory = openInventory({ log, cache })
 */
export function sqliteCache({ path }: SqliteCacheOptions): SqliteCache {
  const file = resolve(path)
  refuseOthers(file)
  let db = openOrRemake(file)
  const query = <Result>(work: (db: DatabaseSync) => Result): Result => {
    try {
      return work(db)
    } catch (error) {
      if (isDamage(error)) db = remake(db, file)
      throw unavailable(file, error)
    }
  }
  return {
    path: file,
    read: (name) =>
      query((db) => {
        const row = db.prepare('SELECT data FROM blobs WHERE name = ?').get(name)
        return row?.data instanceof Uint8Array ? row.data : undefined
      }),
    names: () =>
      query((db) =>
        db
          .prepare('SELECT name FROM blobs')
          .all()
          .map(({ name }) => String(name)),
      ),
    write: ({ put, remove }) =>
      query((db) => {
        db.exec('BEGIN IMMEDIATE')
        try {
          const forget = db.prepare('DELETE FROM blobs WHERE name = ?')
          for (const name of remove) forget.run(name)
          const keep = db.prepare('INSERT OR REPLACE INTO blobs (name, data) VALUES (?, ?)')
          for (const [name, blob] of put) keep.run(name, blob)
          db.exec('COMMIT')
        } catch (error) {
          if (db.isTransaction) db.exec('ROLLBACK')
          throw error
        }
      }),
    close: () => {
      if (db.isOpen) db.close()
    },
  }
}

/** A file with anything in it must say in its header that it is a cache. */
function refuseOthers(file: string): void {
  if (!nodeFs().statSync(dirname(file), { throwIfNoEntry: false })?.isDirectory())
    throw new LogError('CACHE_UNAVAILABLE', `there is no directory ${dirname(file)}`, { path: file })
  const found = nodeFs().statSync(file, { throwIfNoEntry: false })
  if (found === undefined || (found.isFile() && found.size === 0)) return
  if (!found.isFile()) throw new LogError('CACHE_NOT_OURS', `${file} is not a file`, { path: file })
  if (!isCache(headerOf(file))) throw new LogError('CACHE_NOT_OURS', file, { path: file })
}

function headerOf(file: string): Buffer {
  const header = Buffer.alloc(HEADER_BYTES)
  try {
    const opened = nodeFs().openSync(file, 'r')
    try {
      nodeFs().readSync(opened, header, 0, HEADER_BYTES, 0)
    } finally {
      nodeFs().closeSync(opened)
    }
  } catch (error) {
    throw unavailable(file, error)
  }
  return header
}

function isCache(header: Buffer): boolean {
  return header.toString('latin1', 0, MAGIC.length) === MAGIC && header.readUInt32BE(ID_AT) === APPLICATION_ID
}

/** Another process that is just making the same file is waited for, this long. */
const BUSY_MS = 2_000

function openOrRemake(file: string): DatabaseSync {
  try {
    const db = open(file)
    const version = db.prepare('PRAGMA user_version').get()?.user_version
    if (version === FORMAT && db.prepare('SELECT count(*) AS n FROM blobs').get() !== undefined) return db
    return remake(db, file)
  } catch (error) {
    if (!isDamage(error)) throw unavailable(file, error)
    return remake(undefined, file)
  }
}

function open(file: string): DatabaseSync {
  const { DatabaseSync } = loadSqlite()
  const db = new DatabaseSync(file, { timeout: BUSY_MS })
  try {
    db.exec('PRAGMA page_size = 32768;')
    const [row] = db.prepare('SELECT count(*) AS n FROM sqlite_schema').all()
    // Before there is a file beside it: what it says of itself is then in the file, whatever happens to the process.
    if (row?.n === 0) makeTable(db)
    db.exec(SETTINGS)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

function makeTable(db: DatabaseSync): void {
  db.exec(`
    BEGIN IMMEDIATE;
    CREATE TABLE IF NOT EXISTS blobs (name TEXT PRIMARY KEY, data BLOB NOT NULL) STRICT;
    PRAGMA application_id = ${APPLICATION_ID};
    PRAGMA user_version = ${FORMAT};
    COMMIT;
  `)
}

/** Empties a cache by making its file anew. */
function remake(db: DatabaseSync | undefined, file: string): DatabaseSync {
  try {
    if (db?.isOpen === true) db.close()
  } catch {
    // What cannot be closed properly is thrown away all the same.
  }
  try {
    for (const end of ['', '-wal', '-shm']) nodeFs().rmSync(file + end, { force: true })
    return open(file)
  } catch (error) {
    throw unavailable(file, error)
  }
}

const CORRUPT = 11
const NOT_A_DATABASE = 26
const NO_SUCH_TABLE = 1

function isDamage(error: unknown): boolean {
  const code = sqliteCode(error)
  return code === CORRUPT || code === NOT_A_DATABASE || code === NO_SUCH_TABLE
}

function unavailable(file: string, error: unknown): LogError {
  if (error instanceof LogError) return error
  const what = isBusy(error) ? `${file} is in use by another process` : `${file} (${wordsOf(error)})`
  return new LogError('CACHE_UNAVAILABLE', what, { path: file }, error)
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

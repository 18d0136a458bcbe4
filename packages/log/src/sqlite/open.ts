import { dirname, resolve } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { LogError } from '../errors.ts'
import type { WaitOptions } from '../event-log.ts'
import { nodeFs } from '../node-modules.ts'
import { type Connection, use, useWhenFree } from './connection.ts'
import { loadSqlite, type Prepare, preparing } from './driver.ts'
import { namesIn } from './names.ts'
import { bringUp, createTables, type Recognised, recognise } from './schema.ts'
import { sqliteCode, toLogError } from './sqlite-errors.ts'

const READONLY = 8
const CANTOPEN = 14

/** No SQLite file is smaller, in bytes; SQLite itself takes a smaller file for an empty one and writes over it. */
const LEAST_SIZE = 512

/**
 * How every connection works: a commit is on the disk before it is acknowledged, the cache has 32 MiB, and the write-ahead
 * log is folded into the file every 64 MiB, because an import writes the same index pages again and again.
 */
const SETTINGS = `
  PRAGMA synchronous = FULL;
  PRAGMA cache_size = -32768;
  PRAGMA wal_autocheckpoint = 16384;
  PRAGMA journal_size_limit = 67108864;
`

/**
 * Opens the file of a log, and makes it when there is none. A file that may not be written is opened for reading.
 * Throws `LOG_UNAVAILABLE`, `LOG_NOT_OURS`, `LOG_NEWER_FORMAT`, `LOG_OLDER_FORMAT`, `LOG_CORRUPT`, `LOG_BUSY`, `INVALID_ARGUMENT`.
 */
export async function openFile(path: string, readOnly: boolean, wait: WaitOptions): Promise<Connection> {
  if (path === '' || path === ':memory:') {
    throw new LogError(
      'INVALID_ARGUMENT',
      `a log file needs a path, not '${path}'; memoryLog() keeps a log in memory`,
    )
  }
  const file = resolve(path)
  const onlyRead = !mayWrite(file, readOnly)
  const connection = connect(file, onlyRead)
  try {
    const found = await useWhenFree(connection, () => recognise(connection.prepare, file), wait)
    if (onlyRead && found === 'blank') throw new LogError('LOG_NOT_OURS', `${file} is empty`, { path: file })
    if (onlyRead && found === 'older') throw new LogError('LOG_OLDER_FORMAT', file, { path: file })
    if (!onlyRead) await useWhenFree(connection, () => makeReady(connection, found), wait)
    use(connection, () => connection.db.exec(SETTINGS))
    return connection
  } catch (error) {
    connection.db.close()
    throw error
  }
}

function connect(path: string, readOnly: boolean): Connection {
  const { DatabaseSync } = loadSqlite()
  try {
    const { db, prepare } = readOnly ? openForReading(DatabaseSync, path) : open(new DatabaseSync(path))
    return { db, prepare, names: namesIn(prepare), path, readOnly }
  } catch (error) {
    throw toLogError(error, path)
  }
}

function open(db: DatabaseSync): { db: DatabaseSync; prepare: Prepare } {
  return { db, prepare: preparing(db) }
}

/**
 * SQLite reads a file in WAL mode with the help of a small file beside it. Where that cannot be made (a directory or disk
 * without write permission) and nothing waits in the write-ahead log, the file is taken as one that does not change.
 */
function openForReading(Database: typeof DatabaseSync, path: string): { db: DatabaseSync; prepare: Prepare } {
  const opened = open(new Database(path, { readOnly: true }))
  try {
    opened.prepare<[number]>('SELECT count(*) FROM sqlite_schema').get()
    return opened
  } catch (error) {
    const code = sqliteCode(error)
    if (code !== CANTOPEN && code !== READONLY) return opened
    opened.db.close()
    if (sizeOf(`${path}-wal`) > 0) {
      const what = `${path} was not closed properly and needs write permission once, to take over its write-ahead log`
      throw new LogError('LOG_UNAVAILABLE', what, { path }, error)
    }
    const unchanging = pathToFileURL(path)
    unchanging.searchParams.set('immutable', '1')
    return open(new Database(unchanging, { readOnly: true }))
  }
}

function makeReady({ db, prepare, path }: Connection, found: Recognised): void {
  const [mode] = prepare<[string]>('PRAGMA journal_mode = WAL').get() ?? ['']
  if (mode !== 'wal') {
    throw new LogError(
      'LOG_UNAVAILABLE',
      `${path} is on a file system without shared memory (mode ${mode})`,
      { path },
    )
  }
  if (found === 'blank') createTables(db, prepare, path)
  if (found === 'older') bringUp(db, prepare, path)
}

/** Finds out before SQLite does, because it has one word for all of it: "unable to open database file". */
function mayWrite(path: string, readOnly: boolean): boolean {
  const found = nodeFs().statSync(path, { throwIfNoEntry: false })
  if (found === undefined) {
    const directory = dirname(path)
    const missing = !nodeFs().statSync(directory, { throwIfNoEntry: false })?.isDirectory()
    if (missing) throw new LogError('LOG_UNAVAILABLE', `there is no directory ${directory}`, { path })
    if (readOnly) throw new LogError('LOG_UNAVAILABLE', `there is no file ${path}`, { path })
    if (!allowed(directory, nodeFs().constants.W_OK)) {
      throw new LogError('LOG_UNAVAILABLE', `no permission to make a file in ${directory}`, { path })
    }
    return true
  }
  if (!found.isFile()) throw new LogError('LOG_UNAVAILABLE', `${path} is not a file`, { path })
  if (found.size > 0 && found.size < LEAST_SIZE) {
    throw new LogError('LOG_NOT_OURS', `${path} has ${found.size} bytes`, { path })
  }
  if (!allowed(path, nodeFs().constants.R_OK)) {
    throw new LogError('LOG_UNAVAILABLE', `no permission to read ${path}`, { path })
  }
  return !readOnly && allowed(path, nodeFs().constants.W_OK)
}

function allowed(path: string, mode: number): boolean {
  try {
    nodeFs().accessSync(path, mode)
    return true
  } catch {
    return false
  }
}

function sizeOf(path: string): number {
  return nodeFs().statSync(path, { throwIfNoEntry: false })?.size ?? 0
}

import { dirname, resolve } from 'node:path'
import { LogError } from '../errors.ts'
import type { WaitOptions } from '../event-log.ts'
import { nodeFs } from '../node-modules.ts'
import { type Connection, use, useWhenFree } from './connection.ts'
import { loadSqlite, preparing } from './driver.ts'
import { namesIn } from './names.ts'
import { connectForReading, refuseUnreadable } from './open-for-reading.ts'
import { bringUp, createTables, type Recognised, recognise } from './schema.ts'
import { SETTINGS } from './settings.ts'
import { toLogError } from './sqlite-errors.ts'

/** No SQLite file is smaller, in bytes; SQLite itself takes a smaller file for an empty one and writes over it. */
const LEAST_SIZE = 512

/**
 * Opens the file of a log, and makes it when there is none. A file that may not be written, or whose directory may
 * not, is opened for reading.
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
    if (onlyRead) refuseUnreadable(found, file)
    else await useWhenFree(connection, () => makeReady(connection, found), wait)
    use(connection, () => connection.db.exec(SETTINGS))
    return connection
  } catch (error) {
    connection.db.close()
    throw error
  }
}

function connect(path: string, readOnly: boolean): Connection {
  try {
    return readOnly ? connectForReading(path) : connectForWriting(path)
  } catch (error) {
    throw toLogError(error, path)
  }
}

function connectForWriting(path: string): Connection {
  const { DatabaseSync } = loadSqlite()
  const db = new DatabaseSync(path)
  const prepare = preparing(db)
  return { db, prepare, names: namesIn(prepare), path, readOnly: false, run: (work) => work() }
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
  return !readOnly && allowed(path, nodeFs().constants.W_OK) && mayWriteBeside(path)
}

/** SQLite writes two more files beside the file: it makes them, unless another process that has it open has made them. */
function mayWriteBeside(path: string): boolean {
  const { W_OK } = nodeFs().constants
  return allowed(dirname(path), W_OK) || ['-wal', '-shm'].every((end) => allowed(path + end, W_OK))
}

function allowed(path: string, mode: number): boolean {
  try {
    nodeFs().accessSync(path, mode)
    return true
  } catch {
    return false
  }
}

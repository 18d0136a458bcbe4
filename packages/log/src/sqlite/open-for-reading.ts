import type { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { LogError } from '../errors.ts'
import { nodeFs } from '../node-modules.ts'
import type { Connection } from './connection.ts'
import { loadSqlite, type Prepare, preparing } from './driver.ts'
import { type Names, namesIn } from './names.ts'
import { type Recognised, recognise } from './schema.ts'
import { SETTINGS } from './settings.ts'
import { sqliteCode } from './sqlite-errors.ts'

const READONLY = 8
const CANTOPEN = 14

/** A piece of work on a file that changes under it each time is given up after so many tries. */
const MOST_TRIES = 10

interface Opened {
  readonly db: DatabaseSync
  readonly prepare: Prepare
  readonly names: Names
  /** How the file looked, where it was taken as one at rest: what is read is right as long as it looks so. */
  readonly atRest: string | undefined
}

/**
 * Opens a file that may only be read. One at rest, which no writer has open, is opened again when it has changed: SQLite
 * itself would not notice, and take old pages and new ones together for damage.
 */
export function connectForReading(path: string): Connection {
  let opened = open(path)
  const hasChanged = () => opened.atRest !== undefined && opened.atRest !== lookOf(path)
  const openAgain = () => {
    const before = opened
    opened = openLog(path)
    before.db.close()
  }
  return {
    get db() {
      return opened.db
    },
    get prepare() {
      return opened.prepare
    },
    get names() {
      return opened.names
    },
    path,
    readOnly: true,
    run(work) {
      for (let tries = 0; tries < MOST_TRIES; tries++) {
        if (hasChanged()) openAgain()
        try {
          const result = work()
          if (!hasChanged()) return result
        } catch (error) {
          if (!hasChanged()) throw error
        }
      }
      const what = `${path} changes while it is read, and how cannot be followed without write permission`
      throw new LogError('LOG_UNAVAILABLE', what, { path })
    },
  }
}

/** The file may have become another one meanwhile. */
function openLog(path: string): Opened {
  const opened = open(path)
  try {
    refuseUnreadable(recognise(opened.prepare, path), path)
    opened.db.exec(SETTINGS)
    return opened
  } catch (error) {
    opened.db.close()
    throw error
  }
}

/**
 * SQLite reads a file in WAL mode with the help of a small file beside it. Where that cannot be made (a directory or disk
 * without write permission) and nothing waits in the write-ahead log, the file is at rest.
 */
function open(path: string): Opened {
  const { DatabaseSync } = loadSqlite()
  const look = lookOf(path)
  const opened = openedWith(new DatabaseSync(path, { readOnly: true }), undefined)
  try {
    opened.prepare<[number]>('SELECT count(*) FROM sqlite_schema').get()
    return opened
  } catch (error) {
    const code = sqliteCode(error)
    if (code !== CANTOPEN && code !== READONLY) return opened
    opened.db.close()
    if ((writeAheadBytes(path) ?? 0) > 0) {
      const what = `${path} was not closed properly and needs write permission once, to take over its write-ahead log`
      throw new LogError('LOG_UNAVAILABLE', what, { path }, error)
    }
    const unchanging = pathToFileURL(path)
    unchanging.searchParams.set('immutable', '1')
    return openedWith(new DatabaseSync(unchanging, { readOnly: true }), look)
  }
}

function openedWith(db: DatabaseSync, atRest: string | undefined): Opened {
  const prepare = preparing(db)
  return { db, prepare, names: namesIn(prepare), atRest }
}

/** What changes when somebody writes to a file, and when somebody who may write opens it. */
function lookOf(path: string): string {
  const found = nodeFs().statSync(path, { throwIfNoEntry: false, bigint: true })
  return `${found?.ino} ${found?.size} ${found?.mtimeNs} ${writeAheadBytes(path)}`
}

/** The size of the write-ahead log; undefined when there is none. */
function writeAheadBytes(path: string): number | undefined {
  return nodeFs().statSync(`${path}-wal`, { throwIfNoEntry: false })?.size
}

/** A reader can neither make a log nor bring one up to date. Throws `LOG_NOT_OURS`, `LOG_OLDER_FORMAT`. */
export function refuseUnreadable(found: Recognised, path: string): void {
  if (found === 'blank') throw new LogError('LOG_NOT_OURS', `${path} is empty`, { path })
  if (found === 'older') throw new LogError('LOG_OLDER_FORMAT', path, { path })
}

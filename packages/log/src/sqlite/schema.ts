import type { DatabaseSync } from 'node:sqlite'
import { LogError } from '../errors.ts'
import type { Prepare } from './driver.ts'

/** 'TIDE': what the header of every log file says. */
const APPLICATION_ID = 0x54494445

/** The format this version reads and writes; a file of a higher one is left alone, one of a lower one is brought up. */
const FORMAT = 3

/**
 * The ids of events by stream and hash, in a table of its own: a batch adds its ids sorted, page after page, which costs half
 * of what an index costs that SQLite keeps up row by row. Ids of a stream that share a hash are `twin` 0, 1, 2, ...; so
 * a clash of the key says that an id may be known, and nothing need be looked up before.
 */
const IDS = `
  CREATE TABLE ids (
    stream INTEGER NOT NULL,
    hash INTEGER NOT NULL,
    twin INTEGER NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (stream, hash, twin)
  ) STRICT, WITHOUT ROWID;
`

/** What tells this file from any other log, also from one that is made in its place. */
const IDENTITY = `
  CREATE TABLE log (identity TEXT NOT NULL) STRICT;
  INSERT INTO log VALUES (lower(hex(randomblob(16))));
`

/**
 * Events stand in order of position, which is the order of writing: appending touches the end of one tree. A stream is a chain
 * from its last event backwards (`previous`), with milestones to enter it. An index by stream and revision would
 * cost a page for each stream and batch, a third of the speed of an import.
 */
const TABLES = `
  CREATE TABLE streams (
    key INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    revision INTEGER NOT NULL,
    last_position INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE types (
    key INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
  ) STRICT;
  CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    stream INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    previous INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    type INTEGER NOT NULL,
    id_hash INTEGER NOT NULL,
    id TEXT NOT NULL,
    metadata TEXT,
    data TEXT NOT NULL
  ) STRICT;
  CREATE TABLE milestones (
    stream INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (stream, revision)
  ) STRICT, WITHOUT ROWID;
  ${IDS}
  ${IDENTITY}
`

/** From format 1, which had an index in place of the table of ids. */
const BRING_UP_IDS = `
  ${IDS}
  INSERT INTO ids
    SELECT stream, id_hash, row_number() OVER (PARTITION BY stream, id_hash ORDER BY position) - 1, position
    FROM events ORDER BY 1, 2, 3;
  DROP INDEX events_by_id;
`

/** What a file holds: a log, one of an older format, or 'blank': a new file, or one whose making was interrupted. */
export type Recognised = 'log' | 'older' | 'blank'

/** Looks at a file without changing it. Throws `LOG_NOT_OURS`, `LOG_NEWER_FORMAT`. */
export function recognise(prepare: Prepare, path: string): Recognised {
  const [id] = prepare<[number]>('PRAGMA application_id').get() ?? [0]
  const [format] = prepare<[number]>('PRAGMA user_version').get() ?? [0]
  const [tables] = prepare<[number]>('SELECT count(*) FROM sqlite_schema').get() ?? [0]
  if (id === 0 && format === 0 && tables === 0) return 'blank'
  if (id !== APPLICATION_ID)
    throw new LogError('LOG_NOT_OURS', `${path} is a database of another program`, { path })
  if (format > FORMAT) {
    const what = `${path} has format ${format}, this version knows formats up to ${FORMAT}`
    throw new LogError('LOG_NEWER_FORMAT', what, { path, format, known: FORMAT })
  }
  return format < FORMAT ? 'older' : 'log'
}

/** Makes the tables of a log in a blank file, all or none; does nothing when another process has just made them. */
export function createTables(db: DatabaseSync, prepare: Prepare, path: string): void {
  inOne(db, () => {
    if (recognise(prepare, path) === 'blank') {
      db.exec(`${TABLES} PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${FORMAT};`)
    }
  })
}

/** Brings a file of an older format up to this one, all or nothing; does nothing when another process has just done it. */
export function bringUp(db: DatabaseSync, prepare: Prepare, path: string): void {
  inOne(db, () => {
    if (recognise(prepare, path) !== 'older') return
    const [format] = prepare<[number]>('PRAGMA user_version').get() ?? [0]
    if (format < 2) db.exec(BRING_UP_IDS)
    db.exec(`${IDENTITY} PRAGMA user_version = ${FORMAT};`)
  })
}

/** What the log of a file is told by. */
export function identityIn(prepare: Prepare): string | undefined {
  return prepare<[string]>('SELECT identity FROM log').get()?.[0]
}

function inOne(db: DatabaseSync, work: () => void): void {
  db.exec('BEGIN IMMEDIATE')
  try {
    work()
    db.exec('COMMIT')
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}

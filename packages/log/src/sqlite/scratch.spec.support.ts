import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { AppendResult, EventLog, NewEvent, RecordedEvent } from '../event-log.ts'
import { loadSqlite } from './driver.ts'
import { type SqliteLog, type SqliteLogOptions, sqliteLog } from './sqlite-log.ts'

/** A path in a directory that is removed after the test. */
export function scratchPath(name = 'log.db'): string {
  const directory = mkdtempSync(join(tmpdir(), 'tidemark-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return join(directory, name)
}

/** A log that is closed after the test. */
export async function openScratch(options: Partial<SqliteLogOptions> = {}): Promise<SqliteLog> {
  const log = await sqliteLog({ path: options.path ?? scratchPath(), ...options })
  onTestFinished(() => log.close())
  return log
}

/** Changes a file behind the back of the log. */
export function tamper(path: string, sql: string): void {
  const { DatabaseSync } = loadSqlite()
  const db = new DatabaseSync(path)
  db.exec(sql)
  db.close()
}

/** Events with ids `m<from>` to `m<to>`, both inclusive. */
export function events(from: number, to: number): NewEvent[] {
  return Array.from({ length: to - from + 1 }, (_, i) => ({
    id: `m${from + i}`,
    type: 'Sold',
    data: { n: from + i },
  }))
}

/** Appends to one stream. */
export async function append(
  log: EventLog,
  stream: string,
  expectedRevision: number | 'any',
  news: readonly NewEvent[],
): Promise<AppendResult | undefined> {
  const [result] = await log.append([{ stream, expectedRevision, events: news }])
  return result
}

/** All events of a log. */
export async function everything(log: EventLog): Promise<RecordedEvent[]> {
  const all: RecordedEvent[] = []
  for await (const chunk of log.readAll()) all.push(...chunk)
  return all
}

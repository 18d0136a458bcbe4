import { existsSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { march, marchRecorded, scratch } from './run.spec.support.ts'

const T = '2027-03-31T00:00:00Z'

const reading = [
  ['levels'],
  ['totals'],
  ['explain', 'tea'],
  ['anomalies'],
  ['snapshot', 'list'],
  ['snapshot', 'show', 'S1'],
  ['snapshot', 'verify'],
  ['compare', T, T],
  ['schedule', 'list'],
  ['trigger', 'list'],
  ['period', 'list'],
  ['head'],
  ['digest'],
  ['verify'],
]

const changing = [
  ['snapshot', 'create'],
  ['snapshot', 'describe', 'S1', '--name', 'N'],
  ['snapshot', 'discard', 'S1', '--reason', 'r'],
  ['schedule', 'set', 'S1', '--every', 'day', '--zone', 'UTC'],
  ['schedule', 'remove', 'S1'],
  ['trigger', 'set', 'T1', '--when', 'stock-out'],
  ['trigger', 'remove', 'T1'],
  ['run', '--once'],
  ['period', 'close', T],
  ['period', 'reopen', T],
]

test.each([...reading, ...changing])('%s %s does not make a log that is not there', async (...args) => {
  const { log, tidemark } = scratch()
  const { code, stdout, stderr } = await tidemark(args)
  expect(code).toBe(1)
  expect(stdout).toBe('')
  expect(stderr).toMatch(/^tidemark: LOG_NOT_FOUND: .*--log FILE/)
  expect(existsSync(log)).toBe(false)
})

test('a file that is not ours is left alone', async () => {
  const { log, tidemark, file } = scratch()
  writeFileSync(log, 'a text that is no database, but long enough to have had a header of one. '.repeat(10))
  for (const args of [['levels'], ['import', file('march.jsonl', march)]]) {
    const { code, stderr } = await tidemark(args)
    expect(code).toBe(1)
    expect(stderr).toMatch(/^tidemark: LOG_NOT_OURS: /)
  }
})

test('a database of another program is left alone', async () => {
  const { log, tidemark, file } = scratch()
  tamper(log, 'CREATE TABLE theirs (a)')
  for (const args of [['levels'], ['import', file('march.jsonl', march)]]) {
    expect((await tidemark(args)).stderr).toMatch(/^tidemark: LOG_NOT_OURS: /)
  }
})

test('a file of a newer format is left alone', async () => {
  const { log, tidemark, file } = await marchRecorded()
  tamper(log, 'PRAGMA user_version = 99')
  for (const args of [['levels'], ['import', file('again.jsonl', march)]]) {
    const { code, stderr } = await tidemark(args)
    expect(code).toBe(1)
    expect(stderr).toMatch(/^tidemark: LOG_NEWER_FORMAT: /)
  }
})

test('a log in a directory that is not there cannot be made', async () => {
  const { path, tidemark, file } = scratch()
  const { code, stderr } = await tidemark([
    'import',
    file('march.jsonl', march),
    '--log',
    path('no/inventory.db'),
  ])
  expect(code).toBe(1)
  expect(stderr).toMatch(/^tidemark: LOG_UNAVAILABLE: there is no directory /)
})

test('verify finds nothing wrong with a sound log', async () => {
  const { tidemark } = await marchRecorded()
  const { code, stdout } = await tidemark(['verify', '--format', 'json'])
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toEqual({ ok: true, events: march.length, problems: [] })
})

test('verify names what is wrong with a log that was changed, and fails', async () => {
  const { log, tidemark } = await marchRecorded()
  tamper(log, "UPDATE events SET revision = 7 WHERE id = 'S1'")
  const { code, stdout } = await tidemark(['verify', '--format', 'json'])
  expect(code).toBe(1)
  expect(JSON.parse(stdout)).toMatchObject({
    ok: false,
    problems: expect.arrayContaining([expect.stringContaining('S1')]),
  })
})

function tamper(path: string, sql: string): void {
  const db = new DatabaseSync(path)
  db.exec(sql)
  db.close()
}

import { setImmediate as turn } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { loadSqlite } from './driver.ts'
import { openFile } from './open.ts'
import { append, events, everything, openScratch, scratchPath, tamper } from './scratch.spec.support.ts'
import { logOn } from './sqlite-log.ts'

/** Another writer that has the file locked until `release`. */
function lock(path: string): { release(): void } {
  const { DatabaseSync } = loadSqlite()
  const db = new DatabaseSync(path)
  db.exec('BEGIN IMMEDIATE')
  onTestFinished(() => db.close())
  return { release: () => db.exec('ROLLBACK') }
}

test('an append waits for another writer without holding up the process', async () => {
  const log = await openScratch()
  const writer = lock(log.path)
  let settled = false
  const waiting = append(log, 'item-1', -1, events(1, 1)).finally(() => {
    settled = true
  })
  for (let turns = 0; turns < 20; turns++) await turn()
  expect(settled).toBe(false)
  expect(await everything(log)).toEqual([])
  writer.release()
  expect(await waiting).toMatchObject({ alreadyThere: false })
})

test('an append gives up at its time limit, nothing is written, and can be repeated', async () => {
  const log = await openScratch()
  const batch = [{ stream: 'item-1', expectedRevision: -1, events: events(1, 1) }]
  const writer = lock(log.path)
  await expect(log.append(batch, { timeoutMs: 20 })).rejects.toMatchObject({ code: 'LOG_BUSY' })
  writer.release()
  expect(await everything(log)).toEqual([])
  expect(await log.append(batch)).toMatchObject([{ alreadyThere: false }])
})

test('an append that waits is taken out by its signal, others go on', async () => {
  const log = await openScratch()
  const writer = lock(log.path)
  const stop = new AbortController()
  const reason = new Error('enough')
  const batch = [{ stream: 'item-1', expectedRevision: -1, events: events(1, 1) }]
  const stopped = log.append(batch, { signal: stop.signal })
  const other = append(log, 'item-2', -1, events(2, 2))
  await turn()
  stop.abort(reason)
  await expect(stopped).rejects.toBe(reason)
  writer.release()
  await other
  expect((await everything(log)).map(({ stream }) => stream)).toEqual(['item-2'])
})

test('a refused append in a group takes nothing of the others with it', async () => {
  const log = await openScratch()
  const outcomes = await Promise.allSettled([
    append(log, 'item-1', -1, events(1, 3)),
    log.append([
      { stream: 'item-2', expectedRevision: -1, events: events(1, 100) },
      { stream: 'item-1', expectedRevision: 7, events: events(9, 9) },
    ]),
    append(log, 'item-1', 2, events(4, 4)),
  ])
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect((await everything(log)).map(({ id, position }) => [id, position])).toEqual([
    ['m1', 1],
    ['m2', 2],
    ['m3', 3],
    ['m4', 4],
  ])
  expect(await log.integrity()).toEqual([])
})

test('what is asked for at once is written as one, each append with what is its own', async () => {
  let now = 1000
  const log = await openScratch({ clock: () => now++ })
  const results = await Promise.all([
    append(log, 'item-1', -1, events(1, 2)),
    append(log, 'item-2', 'any', events(1, 1)),
    append(log, 'item-1', 1, events(3, 130)),
    append(log, 'item-2', 0, events(2, 2)),
  ])
  const places = results.map((result) => [
    result?.stream,
    result?.firstRevision,
    result?.lastRevision,
    result?.firstPosition,
    result?.lastPosition,
    result?.recordedAt,
  ])
  expect(places).toEqual([
    ['item-1', 0, 1, 1, 2, 1000],
    ['item-2', 0, 0, 3, 3, 1001],
    ['item-1', 2, 129, 4, 131, 1002],
    ['item-2', 1, 1, 132, 132, 1003],
  ])
  expect(await log.integrity()).toEqual([])
  const found = await log.find('item-1', ['m2', 'm130'])
  expect(found.map(({ position, recordedAt }) => [position, recordedAt])).toEqual([
    [2, 1000],
    [131, 1002],
  ])
})

test('appends at once of what is there, or comes twice, are told so, and the others are written', async () => {
  const log = await openScratch()
  await append(log, 'item-1', -1, events(1, 2))
  const outcomes = await Promise.allSettled([
    append(log, 'item-2', -1, events(1, 1)),
    append(log, 'item-1', -1, events(1, 2)),
    append(log, 'item-2', 'any', events(1, 1)),
    append(log, 'item-1', 'any', [...events(2, 2), ...events(9, 9)]),
    append(log, 'item-3', -1, events(1, 1)),
  ])
  expect(
    outcomes.map((one) => (one.status === 'fulfilled' ? one.value?.alreadyThere : one.reason.code)),
  ).toEqual([false, true, true, 'DUPLICATE_EVENT_ID', false])
  expect((await everything(log)).map(({ stream, id }) => `${stream} ${id}`)).toEqual([
    'item-1 m1',
    'item-1 m2',
    'item-2 m1',
    'item-3 m1',
  ])
  expect(await log.integrity()).toEqual([])
})

test('a type and a stream that were taken back with their batch are made anew', async () => {
  const log = await openScratch()
  const fresh = { id: 'm1', type: 'Counted', data: {} }
  const refused = log.append([
    { stream: 'item-2', expectedRevision: -1, events: [fresh] },
    { stream: 'item-1', expectedRevision: 7, events: [fresh] },
  ])
  await expect(refused).rejects.toMatchObject({ code: 'WRONG_EXPECTED_REVISION' })
  await append(log, 'item-3', -1, [{ ...fresh, type: 'Sold' }])
  await append(log, 'item-2', -1, [fresh])
  expect((await everything(log)).map(({ stream, type }) => [stream, type])).toEqual([
    ['item-3', 'Sold'],
    ['item-2', 'Counted'],
  ])
})

test('a full disk is an error of its own, writes nothing, and passes when there is room', async () => {
  const connection = await openFile(scratchPath(), false, {})
  const log = logOn(connection)
  onTestFinished(() => log.close())
  await append(log, 'item-1', -1, events(1, 10))
  connection.db.exec('PRAGMA max_page_count = 20')
  const large = events(11, 60).map((event) => ({ ...event, data: { text: 'x'.repeat(4000) } }))
  const outcomes = await Promise.allSettled([
    append(log, 'item-1', 9, large),
    append(log, 'item-2', -1, large),
  ])
  expect(outcomes).toMatchObject([
    { status: 'rejected', reason: { code: 'LOG_FULL' } },
    { status: 'rejected', reason: { code: 'LOG_FULL' } },
  ])
  expect(await everything(log)).toHaveLength(10)
  expect(await log.integrity()).toEqual([])

  connection.db.exec('PRAGMA max_page_count = 100000')
  expect(await append(log, 'item-1', 9, large)).toMatchObject({ alreadyThere: false, firstPosition: 11 })
})

test('an append that meets damage is taken back, and the log goes on', async () => {
  const log = await openScratch()
  await append(log, 'item-1', -1, events(1, 60))
  tamper(log.path, 'INSERT INTO milestones VALUES (1, 64, 1)')
  await expect(append(log, 'item-1', 59, events(61, 70))).rejects.toMatchObject({ code: 'LOG_CORRUPT' })
  expect(await append(log, 'item-2', -1, events(1, 1))).toMatchObject({
    firstPosition: 61,
    alreadyThere: false,
  })
  expect(await log.revision('item-1')).toBe(59)
})

test('closing lets the appends that were asked for finish, and refuses later ones', async () => {
  const log = await openScratch()
  const asked = [1, 2, 3].map((n) => append(log, `item-${n}`, -1, events(1, 1000)))
  const closed = log.close()
  await expect(append(log, 'item-4', -1, events(1, 1))).rejects.toMatchObject({ code: 'LOG_CLOSED' })
  await closed
  expect(await Promise.all(asked)).toHaveLength(3)
  expect(await everything(await openScratch({ path: log.path }))).toHaveLength(3000)
})

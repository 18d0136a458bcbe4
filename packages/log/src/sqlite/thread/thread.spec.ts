import { spawnSync } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type PreparedAppend, prepareBatch } from '../../append-rules.ts'
import { appendQueue } from '../append-queue.ts'
import { loadSqlite } from '../driver.ts'
import { openFile } from '../open.ts'
import { append, events, everything, openScratch, scratchPath } from '../scratch.spec.support.ts'
import type { SqliteLog } from '../sqlite-log.ts'
import { bySize } from './by-size.ts'
import type { Request } from './messages.ts'
import { threadQueue } from './thread-queue.ts'

const LARGE = 1500

function one(stream: string, count: number): readonly PreparedAppend[] {
  return prepareBatch([{ stream, expectedRevision: -1, events: events(1, count) }])
}

/** Locks a file as another process would; gives the function that unlocks it. */
function lock(path: string): () => void {
  const { DatabaseSync } = loadSqlite()
  const db = new DatabaseSync(path)
  onTestFinished(() => db.close())
  db.exec('BEGIN IMMEDIATE')
  return () => db.exec('ROLLBACK')
}

/** Starts a thread that has a fault. */
function failing(path: string, fault: string): Worker {
  return new Worker(join(import.meta.dirname, 'failing-thread.spec.child.ts'), {
    workerData: { path, fault },
    execArgv: [],
  })
}

/** A file and a queue whose first thread has a fault; the next ones have none. */
async function queueWith(fault: string, start = failing) {
  const connection = await openFile(scratchPath(), false, {})
  const here = appendQueue(connection, () => {})
  const faults = [fault]
  const thread = threadQueue(
    connection.path,
    here,
    () => {},
    (path) => start(path, faults.shift() ?? 'none'),
  )
  onTestFinished(async () => {
    await thread.close()
    connection.db.close()
  })
  const queue = bySize(here, thread)
  const write = (batch: readonly PreparedAppend[], options = {}) => queue.append(batch, () => 1000, options)
  return { path: connection.path, here, thread, write }
}

test('what is small and what is large is written in the order it was asked for', async () => {
  const log = await openScratch()
  const sizes = [1, LARGE, 2, LARGE, LARGE, 3]
  const asked = sizes.map((count, n) => append(log, `item-${n}`, -1, events(1, count)))
  const results = await Promise.all(asked)
  const ends = sizes.map((_, n) => sizes.slice(0, n + 1).reduce((sum, count) => sum + count, 0))
  expect(results.map((result) => result?.lastPosition)).toEqual(ends)
  expect(await append(log, 'item-0', 0, events(2, 2))).toMatchObject({
    firstPosition: (ends.at(-1) ?? 0) + 1,
  })
  expect(await log.integrity()).toEqual([])
})

test('after many appends that are not so small there is a thread for them', async () => {
  const { thread, write } = await queueWith('none')
  let appends = 0
  for (; !thread.isRunning; appends++) {
    expect(appends).toBeLessThan(100)
    await write(one(`item-${appends}`, 200))
    await write(one(`few-${appends}`, 1))
  }
  expect(appends).toBeGreaterThan(10)
})

test('a large append is refused, repeated and taken back as a small one is', async () => {
  const log = await openScratch()
  await append(log, 'item-1', -1, events(1, LARGE))
  expect(await append(log, 'item-1', -1, events(1, LARGE))).toMatchObject({ alreadyThere: true })
  await expect(append(log, 'item-1', 7, events(LARGE + 1, 2 * LARGE))).rejects.toMatchObject({
    name: 'LogError',
    code: 'WRONG_EXPECTED_REVISION',
    details: { stream: 'item-1', expected: 7, actual: LARGE - 1 },
    message: expect.stringContaining('expected was 7: the stream is not at the revision'),
  })
  const half = log.append([
    { stream: 'item-2', expectedRevision: -1, events: events(1, LARGE) },
    { stream: 'item-1', expectedRevision: LARGE - 1, events: events(9, 9) },
  ])
  await expect(half).rejects.toMatchObject({ code: 'DUPLICATE_EVENT_ID' })
  expect(await log.revision('item-2')).toBe(-1)
  expect(await log.head()).toBe(LARGE)
})

test.each(['dies', 'throws'])(
  'a thread that %s fails what it was asked, and the next append has another',
  async (fault) => {
    const { path, write } = await queueWith(fault)
    const outcomes = await Promise.allSettled([write(one('a', LARGE)), write(one('b', LARGE))])
    for (const outcome of outcomes) expect(outcome).toMatchObject({ reason: { code: 'LOG_WRITER_ENDED' } })
    // Whatever became of the first tries, the same ids are recorded once.
    await write(one('a', LARGE))
    await write(one('b', LARGE))
    const log = await openScratch({ path })
    expect(await everything(log)).toHaveLength(2 * LARGE)
    expect(await log.integrity()).toEqual([])
  },
)

test('where no thread can be started, all is written here', async () => {
  const { path, write } = await queueWith('no start')
  const results = await Promise.all([write(one('a', LARGE)), write(one('b', 1)), write(one('c', LARGE))])
  expect(results.flat().map(({ firstPosition }) => firstPosition)).toEqual([1, LARGE + 1, LARGE + 2])
  expect(await everything(await openScratch({ path }))).toHaveLength(2 * LARGE + 1)
})

test('where none may be started at all, likewise, and nobody tries again', async () => {
  let tries = 0
  const { path, write } = await queueWith('none', () => {
    tries++
    throw new TypeError('Invalid URL')
  })
  const results = await Promise.all([write(one('a', LARGE)), write(one('b', 1)), write(one('c', LARGE))])
  expect(results.flat().map(({ firstPosition }) => firstPosition)).toEqual([1, LARGE + 1, LARGE + 2])
  await write(one('d', LARGE))
  expect(await everything(await openScratch({ path }))).toHaveLength(3 * LARGE + 1)
  expect(tries).toBe(1)
})

test('a full disk is told by its code, and nothing is written', async () => {
  const { path, write } = await queueWith('no room')
  await write(one('a', 1))
  await expect(write(one('b', 10 * LARGE))).rejects.toMatchObject({ name: 'LogError', code: 'LOG_FULL' })
  const log = await openScratch({ path })
  expect(await everything(log)).toHaveLength(1)
  expect(await log.integrity()).toEqual([])
})

test('while another process has the file locked a large append waits, gives up, or is taken out', async () => {
  const log = await openScratch()
  await append(log, 'item-0', -1, events(1, LARGE))
  const unlock = lock(log.path)
  const batch = (stream: string) => [{ stream, expectedRevision: -1, events: events(1, LARGE) }]
  await expect(log.append(batch('item-1'), { timeoutMs: 20 })).rejects.toMatchObject({ code: 'LOG_BUSY' })
  const stop = new AbortController()
  const stopped = log.append(batch('item-2'), { signal: stop.signal })
  const waiting = log.append(batch('item-3'))
  const reason = new Error('enough')
  stop.abort(reason)
  await expect(stopped).rejects.toBe(reason)
  unlock()
  expect(await waiting).toMatchObject([{ alreadyThere: false, firstPosition: LARGE + 1 }])
  expect(await log.head()).toBe(2 * LARGE)
})

test('a large append that waits for small ones before it gives up, or is taken out, by itself', async () => {
  const log = await openScratch()
  const unlock = lock(log.path)
  const small = append(log, 'item-0', -1, events(1, 1))
  const batch = (stream: string) => [{ stream, expectedRevision: -1, events: events(1, LARGE) }]
  const stop = new AbortController()
  const stopped = log.append(batch('item-1'), { signal: stop.signal })
  const impatient = log.append(batch('item-2'), { timeoutMs: 20 })
  const patient = log.append(batch('item-3'))
  const last = append(log, 'item-4', -1, events(1, 1))
  const reason = new Error('enough')
  stop.abort(reason)
  await expect(stopped).rejects.toBe(reason)
  await expect(impatient).rejects.toMatchObject({ code: 'LOG_BUSY' })
  unlock()
  expect(await small).toMatchObject({ firstPosition: 1 })
  expect(await patient).toMatchObject([{ firstPosition: 2 }])
  expect(await last).toMatchObject({ firstPosition: LARGE + 2 })
  expect(await log.head()).toBe(LARGE + 2)
})

describe('a large append counts as recorded when it is written, not when it was asked for', () => {
  /** Asks for one while another connection holds the lock; gives it back once the thread has tried in vain. */
  const askedBefore = async (log: SqliteLog, unlocked: () => void) => {
    await append(log, 'item-0', -1, events(1, LARGE))
    const unlock = lock(log.path)
    const waiting = append(log, 'item-1', -1, events(1, LARGE))
    const behind = [{ stream: 'item-2', expectedRevision: -1, events: events(1, LARGE) }]
    await expect(log.append(behind, { timeoutMs: 20 })).rejects.toMatchObject({ code: 'LOG_BUSY' })
    unlocked()
    unlock()
    const result = await waiting
    expect((await everything(log)).at(-1)).toMatchObject({ recordedAt: result?.recordedAt })
    return result?.recordedAt
  }

  test('by the clock of the system', async () => {
    let unlocked = 0
    const recordedAt = await askedBefore(await openScratch(), () => {
      unlocked = Date.now()
    })
    expect(recordedAt).toBeGreaterThanOrEqual(unlocked)
  })

  test('by a clock of the host, exactly', async () => {
    let now = 1000
    const log = await openScratch({ clock: () => now })
    expect(
      await askedBefore(log, () => {
        now = 2000
      }),
    ).toBe(2000)
  })

  test('and a clock that fails is told as it is', async () => {
    const broken = new Error('no time')
    let fails = false
    const log = await openScratch({
      clock() {
        if (fails) throw broken
        return 1000
      },
    })
    await append(log, 'item-0', -1, events(1, LARGE))
    fails = true
    await expect(append(log, 'item-1', -1, events(1, LARGE))).rejects.toBe(broken)
    fails = false
    expect(await append(log, 'item-1', -1, events(1, LARGE))).toMatchObject({ firstPosition: LARGE + 1 })
  })
})

test('what was asked for before a thread was ready, and is sent after it, is written', async () => {
  const { path, here } = await queueWith('none')
  const sent: Request[] = []
  const worker = Object.assign(new EventEmitter(), {
    ref: () => {},
    unref: () => {},
    postMessage: (request: Request) => {
      sent.push(request)
      if (request.ask === 'append')
        worker.emit('message', { answer: 'written', number: request.number, results: new Float64Array(6) })
    },
  })
  // As much of a thread as the queue asks for.
  const queue = threadQueue(
    path,
    here,
    () => {},
    () => worker as unknown as Worker,
  )
  // A large append is sent in a later turn.
  const written = queue.append(one('item-1', LARGE), () => 1000, {})
  worker.emit('message', { answer: 'ready' })
  expect(await written).toMatchObject([{ stream: 'item-1' }])
  expect(sent).toHaveLength(1)
})

test('a thread that has nothing to do keeps no process alive', () => {
  const script = `
    import { sqliteLog } from './index.ts'
    const log = await sqliteLog({ path: process.argv[1] })
    const events = Array.from({ length: ${LARGE} }, (_, n) => ({ id: 'm' + n, type: 'Sold', data: {} }))
    await log.append([{ stream: 'item-1', expectedRevision: -1, events }])
    console.log(await log.head())`
  const args = ['--conditions=@tidemark/source', '--input-type=module', '--eval', script, scratchPath()]
  const { stdout, stderr, status } = spawnSync(process.execPath, args, {
    cwd: join(import.meta.dirname, '../..'),
    encoding: 'utf8',
  })
  expect({ stdout, stderr, status }).toEqual({ stdout: `${LARGE}\n`, stderr: '', status: 0 })
})

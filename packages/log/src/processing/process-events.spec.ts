import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { type EventLog, type NewEvent, type Position, position } from '../event-log.ts'
import { memoryLog } from '../memory-log.ts'
import { type Checkpoint, fileCheckpoint } from './checkpoint.ts'
import { processEvents } from './process-events.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'tidemark-processing-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function logOf(count: number): Promise<EventLog> {
  const log = memoryLog()
  const events = Array.from(
    { length: count },
    (_, n): NewEvent => ({ id: `e${n}`, type: 'Happened', data: { n } }),
  )
  await log.append([{ stream: 'a', expectedRevision: 'any', events }])
  return log
}

function checkpointInMemory(): Checkpoint & { readonly saved: Position[] } {
  const saved: Position[] = []
  return {
    saved,
    load: async () => saved.at(-1),
    save: async (reached) => void saved.push(reached),
  }
}

/** Processes until everything there is has been handled. */
async function processAll(
  log: EventLog,
  checkpoint: Checkpoint,
  handle: (id: string) => void,
  saveEvery?: number,
): Promise<void> {
  const stop = new AbortController()
  await processEvents(log, {
    checkpoint,
    handle: ({ id }) => handle(id),
    onCaughtUp: () => stop.abort(),
    signal: stop.signal,
    saveEvery,
  })
}

test('every event is handled once, in order, and not again by the next start', async () => {
  const log = await logOf(250)
  const checkpoint = checkpointInMemory()
  const seen: string[] = []
  await processAll(log, checkpoint, (id) => seen.push(id))
  await processAll(log, checkpoint, (id) => seen.push(id))
  expect(seen).toEqual(Array.from({ length: 250 }, (_, n) => `e${n}`))
  expect(checkpoint.saved).toEqual([100, 200, 250])
})

test('an event whose handler fails is handled again, those before it are not', async () => {
  const log = await logOf(10)
  const checkpoint = checkpointInMemory()
  const seen: string[] = []
  const handle = (id: string) => {
    seen.push(id)
    if (id === 'e4' && seen.length < 6) throw new Error('out of labels')
  }
  await expect(processAll(log, checkpoint, handle)).rejects.toThrow('out of labels')
  await processAll(log, checkpoint, handle)
  expect(seen).toEqual(['e0', 'e1', 'e2', 'e3', 'e4', 'e4', 'e5', 'e6', 'e7', 'e8', 'e9'])
})

test('a checkpoint that is lost repeats work and leaves nothing out', async () => {
  const log = await logOf(3)
  const seen: string[] = []
  await processAll(log, checkpointInMemory(), (id) => seen.push(id))
  await processAll(log, checkpointInMemory(), (id) => seen.push(id))
  expect(seen).toEqual(['e0', 'e1', 'e2', 'e0', 'e1', 'e2'])
})

test('stopping ends the processing after the event at hand', async () => {
  const log = await logOf(10)
  const checkpoint = checkpointInMemory()
  const stop = new AbortController()
  const seen: string[] = []
  await processEvents(log, {
    checkpoint,
    signal: stop.signal,
    handle: ({ id }) => {
      seen.push(id)
      if (id === 'e2') stop.abort()
    },
  })
  expect(seen).toEqual(['e0', 'e1', 'e2'])
  expect(checkpoint.saved).toEqual([3])
})

test('a checkpoint of another log is told, not taken for the beginning', async () => {
  const log = await logOf(3)
  const checkpoint: Checkpoint = { load: async () => position(1_000), save: async () => undefined }
  await expect(processAll(log, checkpoint, () => undefined)).rejects.toMatchObject({
    code: 'POSITION_BEYOND_HEAD',
  })
})

test('a file keeps a position, and one that holds none is told', async () => {
  const file = path.join(folder, 'labels.position')
  const checkpoint = fileCheckpoint(file)
  expect(await checkpoint.load()).toBeUndefined()
  await checkpoint.save(position(42))
  await checkpoint.save(position(43))
  expect(await fileCheckpoint(file).load()).toBe(43)
  for (const text of ['', '43', 'forty\n', '-1\n', '4\n3\n', '99999999999999999\n']) {
    writeFileSync(file, text)
    await expect(checkpoint.load()).rejects.toMatchObject({ code: 'CHECKPOINT_UNREADABLE' })
  }
})

test('a file that can be neither kept nor read is told by its code', async () => {
  const missing = fileCheckpoint(path.join(folder, 'no such folder', 'labels.position'))
  expect(await missing.load()).toBeUndefined()
  await expect(missing.save(position(1))).rejects.toMatchObject({
    name: 'LogError',
    code: 'CHECKPOINT_UNAVAILABLE',
    cause: { code: 'ENOENT' },
  })
  await expect(fileCheckpoint(folder).load()).rejects.toMatchObject({ code: 'CHECKPOINT_UNAVAILABLE' })
})

test.each([0, -1, Number.NaN])('saving after every %d events is refused', async (saveEvery) => {
  await expect(
    processAll(await logOf(1), checkpointInMemory(), () => undefined, saveEvery),
  ).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
})

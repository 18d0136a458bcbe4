import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import type { RecordedEvent } from '../event-log.ts'
import { everything, openScratch, scratchPath } from './scratch.spec.support.ts'

const STREAMS = 20

function startRecorder(path: string, batches: number): ChildProcess & { stdout: NodeJS.ReadableStream } {
  const child = join(import.meta.dirname, 'recorder.spec.child.ts')
  const args = ['--conditions=@tidemark/source', child, path, String(batches)]
  const recorder = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => {
    recorder.kill('SIGKILL')
  })
  return recorder
}

/** Lets a recorder run until it has acknowledged some batches, kills it, and returns the last it acknowledged. */
async function killAfter(path: string, acknowledgements: number): Promise<number> {
  const recorder = startRecorder(path, 1_000_000)
  const exit = once(recorder, 'exit')
  let last = -1
  let count = 0
  for await (const line of createInterface({ input: recorder.stdout })) {
    last = Number(line)
    if (++count === acknowledgements) recorder.kill('SIGKILL')
  }
  await exit
  return last
}

test('killing the process at any moment loses no acknowledged batch and halves none', {
  timeout: 60_000,
}, async () => {
  const path = scratchPath()
  for (const acknowledgements of [1, 7, 40, 3, 150, 12]) {
    const last = await killAfter(path, acknowledgements)
    const log = await openScratch({ path })
    const head = await log.head()
    expect(await log.integrity()).toEqual([])
    expect(head % STREAMS).toBe(0)
    expect(head / STREAMS).toBeGreaterThan(last)
    // At most the one batch that was under way is there without acknowledgement.
    expect(head / STREAMS).toBeLessThanOrEqual(last + 2)
    const again = await log.append([
      { stream: 'item-0', expectedRevision: last - 1, events: [{ id: `m${last}`, type: 'Sold', data: {} }] },
    ])
    expect(again).toMatchObject([{ alreadyThere: true, firstRevision: last }])
    await log.close()
  }
})

test('one process records, another sees every event once, in order', { timeout: 60_000 }, async () => {
  const batches = 200
  const follower = await openScratch()
  const recorder = startRecorder(follower.path, batches)
  const seen: RecordedEvent[] = []
  for await (const step of follower.follow({ signal: AbortSignal.timeout(50_000) })) {
    if (!('caughtUp' in step)) seen.push(...step)
    if (seen.length >= batches * STREAMS) break
  }
  if (recorder.exitCode === null) await once(recorder, 'exit')
  expect(seen.map(({ position }) => position)).toEqual(seen.map((_, index) => index + 1))
  expect(seen).toEqual(await everything(follower))
})

test('several processes that record into one file take turns', { timeout: 60_000 }, async () => {
  const path = scratchPath()
  const log = await openScratch({ path })
  const recorder = startRecorder(path, 100)
  const exit = once(recorder, 'exit')
  for (let n = 0; n < 100; n++) {
    await log.append([
      { stream: 'here', expectedRevision: n - 1, events: [{ id: `m${n}`, type: 'Sold', data: {} }] },
    ])
  }
  expect(await exit).toEqual([0, null])
  expect(await log.head()).toBe(100 * STREAMS + 100)
  expect(await log.integrity()).toEqual([])
})

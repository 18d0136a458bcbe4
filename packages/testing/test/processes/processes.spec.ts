import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { Readable, type Writable } from 'node:stream'
import { memoryLog, sqliteLog } from '@tidemark/log'
import fc from 'fast-check'
import { firstValueFrom, take, toArray } from 'rxjs'
import { openInventory } from 'tidemark'
import { afterAll, expect, it } from 'vitest'
import { trials } from '../trials.ts'
import { tradeFile } from './trade-file.ts'

const { seed } = trials(1)
const folder = mkdtempSync(path.join(tmpdir(), 'tidemark-processes-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function start(program: string, ...args: readonly string[]): ChildProcessByStdio<Writable, Readable, null> {
  const file = path.join(import.meta.dirname, program)
  return spawn(process.execPath, ['--conditions=@tidemark/source', file, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
}

const LINES = 10_000
/** So many that a thread writes them, which is killed with the process. */
const BATCH = 1000
const KILLS = 20
const asOf = '2026-01-01T00:00:00Z'

/** Lets an import that waits for more run until it has acknowledged some batches, kills it, and returns what it had acknowledged. */
async function killedImport(log: string, movements: string, batches: number): Promise<number> {
  const child = start('import-process.ts', log, String(BATCH))
  const exit = once(child, 'exit')
  child.stdin.on('error', () => {})
  child.stdin.write(movements)
  let acknowledged = 0
  let seen = 0
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged = Number(line)
    if (++seen === batches) child.kill('SIGKILL')
  }
  expect(await exit).toEqual([null, 'SIGKILL'])
  return acknowledged
}

it(`an import killed ${KILLS} times loses nothing it acknowledged and resumes to the same digest (seed ${seed})`, {
  timeout: 180_000,
}, async () => {
  const text = tradeFile(seed, LINES)
  const ids = text
    .trimEnd()
    .split('\n')
    .map((line): string => JSON.parse(line).id)
  const undisturbed = openInventory({ log: memoryLog() })
  await undisturbed.import(Readable.from([Buffer.from(text)]))
  const expected = (await undisturbed.asOf(asOf)).digest()

  const moments = fc.sample(fc.integer({ min: 1, max: 3 }), { seed, numRuns: KILLS })
  let round = 0
  let before = 0
  for (const more of moments) {
    const log = path.join(folder, `killed-${round}.db`)
    // An import that is resumed first goes through what is there already.
    const acknowledged = await killedImport(log, text, before / BATCH + more)
    const opened = await sqliteLog({ path: log })
    const there = new Set<string>()
    for await (const chunk of opened.readAll()) for (const event of chunk) there.add(event.id)
    expect(ids.slice(0, acknowledged).filter((id) => !there.has(id))).toEqual([])
    expect(await opened.integrity()).toEqual([])
    const inventory = openInventory({ log: opened })
    if (acknowledged + 3 * BATCH > LINES) {
      await inventory.import(Readable.from([Buffer.from(text)]))
      expect((await inventory.asOf(asOf)).digest()).toEqual(expected)
      round++
      before = 0
    } else before = acknowledged
    await opened.close()
  }
  const last = openInventory({ log: await sqliteLog({ path: path.join(folder, `killed-${round}.db`) }) })
  await last.import(Readable.from([Buffer.from(text)]))
  expect((await last.head()).events).toBe(LINES)
  expect((await last.asOf(asOf)).digest()).toEqual(expected)
  await last.close()
})

it("one process records, another's subscription sees every event once, in order", {
  timeout: 60_000,
}, async () => {
  const count = 300
  const log = path.join(folder, 'shared.db')
  const inventory = openInventory({ log: await sqliteLog({ path: log }) })
  const seen = firstValueFrom(inventory.events().pipe(take(count), toArray()))
  const recorder = start('record-process.ts', log, String(count))
  const [exitCode] = await once(recorder, 'exit')
  expect(exitCode).toBe(0)
  const events = await seen
  expect(events.map(({ id }) => id)).toEqual(Array.from({ length: count }, (_, n) => `S${n}`))
  const positions = events.map(({ position }) => position)
  expect(positions).toEqual(positions.toSorted((a, b) => a - b))
  await inventory.close()
})

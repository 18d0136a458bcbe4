import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { eventStoreLog } from '@tidemark/eventstoredb'
import { startTestServer } from '@tidemark/eventstoredb/test-server'
import fc from 'fast-check'
import { openInventory } from 'tidemark'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { trials } from '../trials.ts'

const { seed } = trials(1)
const folder = mkdtempSync(path.join(tmpdir(), 'tidemark-effects-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const SALES = 120
const KILLS = 6

/** Runs the reacting process until it has dealt with so many events, then kills it; or until it has dealt with the last. */
async function react(connection: string, checkpoint: string, killAfter: number): Promise<readonly string[]> {
  const program = path.join(import.meta.dirname, 'react-process.ts')
  const child = spawn(process.execPath, ['--conditions=@tidemark/source', program, connection, checkpoint], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exit = once(child, 'exit')
  const seen: string[] = []
  for await (const id of createInterface({ input: child.stdout })) {
    seen.push(id)
    if (seen.length === killAfter || id === 'last') child.kill('SIGKILL')
  }
  await exit
  return seen
}

test(`a subscriber killed ${KILLS} times deals with every event, and each effect is there once (seed ${seed})`, {
  timeout: 120_000,
}, async () => {
  const server = await startTestServer()
  onTestFinished(() => server.stop())
  const log = eventStoreLog({ connectionString: server.connectionString })
  onTestFinished(() => log.close())
  const inventory = openInventory({ log })
  const at = (n: number) => new Date(Date.parse('2026-01-01T00:00:00Z') + n * 60_000)
  const place = (n: number) => ({ occurredAt: at(n), item: `I${n % 5}`, branch: 'north' })
  await inventory.record(
    Array.from({ length: SALES }, (_, n) => [
      { ...place(n), id: `S${n}`, type: 'StockSold' as const, quantity: '1', netAmount: '2' },
      ...(n % 30 === 29
        ? [
            { ...place(n), id: `C${n}`, type: 'StockCounted' as const, quantity: '5' },
            { ...place(n), id: n === SALES - 1 ? 'last' : `P${n}`, type: 'CountPosted' as const },
          ]
        : []),
    ]).flat(),
  )
  const checkpoint = path.join(folder, 'position')
  const kills = fc.sample(fc.integer({ min: 3, max: 20 }), { seed, numRuns: KILLS })
  const seen: string[] = []
  for (const after of kills) seen.push(...(await react(server.connectionString, checkpoint, after)))
  seen.push(...(await react(server.connectionString, checkpoint, Number.POSITIVE_INFINITY)))

  const sales = Array.from({ length: SALES }, (_, n) => `S${n}`)
  expect(new Set(seen)).toEqual(new Set([...sales, 'P29', 'P59', 'P89', 'last']))
  expect(seen.length).toBeGreaterThan(new Set(seen).size)
  const effects = new Map<string, number>()
  for await (const chunk of log.readAll({ streamPrefixes: ['main.'], types: ['StockAdjusted'] })) {
    for (const { id } of chunk) effects.set(id, (effects.get(id) ?? 0) + 1)
  }
  expect(effects.size).toBe(SALES)
  expect([...effects.values()].every((count) => count === 1)).toBe(true)
  expect(await inventory.snapshots.list()).toHaveLength(4)
})

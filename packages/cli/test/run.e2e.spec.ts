import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test, vi } from 'vitest'
import { ended, receipts, scratchDirectory, start, tidemark } from './process.spec.support.ts'

// Each test starts processes, on a machine that may have other things to do.
vi.setConfig({ testTimeout: 60_000 })

test('SIGTERM stops a worker with exit code 0; another one goes on after a kill', async () => {
  const cwd = scratchDirectory()
  const past = (text: string) => text.replaceAll('2027-', '2020-')
  await tidemark(['import', '-'], { cwd, stdin: past(receipts(5)) })
  await tidemark(['trigger', 'set', 'receipts', '--on', 'StockReceived', '--backfill'], { cwd })
  const worker = ['run', '--checkpoint', join(cwd, 'worker.position')]

  const killed = start(worker, { cwd })
  await once(createInterface({ input: killed.stdout }), 'line')
  killed.kill('SIGKILL')
  await once(killed, 'close')

  const child = start(worker, { cwd })
  const result = ended(child)
  const snapshots = async () => (await tidemark(['snapshot', 'list', '--format', 'jsonl'], { cwd })).stdout
  while ((await snapshots()).split('\n').length < 6);
  child.kill('SIGTERM')
  expect(await result).toMatchObject({ code: 0, signal: null, stderr: '' })
  expect((await snapshots()).trimEnd().split('\n')).toHaveLength(5)
})

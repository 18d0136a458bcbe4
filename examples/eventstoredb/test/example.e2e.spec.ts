import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { eventStoreLog } from '@tidemark/eventstoredb'
import { startTestServer, type TestServer } from '@tidemark/eventstoredb/test-server'
import { openInventory } from 'tidemark'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

// Each test starts processes, on a machine that may have other things to do.
vi.setConfig({ testTimeout: 120_000 })

const source = (name: string) => path.resolve(import.meta.dirname, '../src', name)
const folder = mkdtempSync(path.join(tmpdir(), 'tidemark-example-'))
const running: ChildProcessWithoutNullStreams[] = []
let server: TestServer

beforeEach(async () => {
  server = await startTestServer()
})

afterEach(async () => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

interface Program {
  readonly child: ChildProcessWithoutNullStreams
  readonly said: { out: string; err: string }
  /** Resolves when it has said this, counted from the start. */
  says(text: string): Promise<void>
  /** Resolves with the exit code. */
  readonly ended: Promise<number | null>
}

function run(name: string, ...args: readonly string[]): Program {
  const child = spawn(process.execPath, ['--conditions=@tidemark/source', source(name), ...args], {
    cwd: mkdtempSync(`${folder}-`),
    env: { ...process.env, TIDEMARK_LOG: server.connectionString },
  })
  running.push(child)
  const said = { out: '', err: '' }
  child.stdout.on('data', (chunk) => {
    said.out += String(chunk)
  })
  child.stderr.on('data', (chunk) => {
    said.err += String(chunk)
  })
  const ended = once(child, 'close').then(([code]) => code)
  return {
    child,
    said,
    ended,
    async says(text) {
      while (!said.out.includes(text)) {
        const code = await Promise.race([once(child.stdout, 'data').then(() => 'running'), ended])
        if (code !== 'running') throw new Error(`${name} ended with ${code}: ${said.err}`)
      }
    },
  }
}

/** The numbers of its sales that a report told of, in its order. */
function sold(out: string, till: string): number[] {
  return [...out.matchAll(new RegExp(`^${till}/(\\d+): `, 'gm'))].map(([, n]) => Number(n))
}

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n)

test('a till that starts over records what is new, and nothing twice', async () => {
  const first = run('till.ts', 'till-1', '4')
  expect(await first.ended).toBe(0)
  expect(first.said).toEqual({
    out: 'till-1: server 23.10.8\ntill-1: 4 sales, 0 of them recorded before\n',
    err: '',
  })
  const again = run('till.ts', 'till-1', '6')
  expect(await again.ended).toBe(0)
  expect(again.said.out).toContain('till-1: 6 sales, 4 of them recorded before')
})

test('the report tells of every sale once, in order, over a restart of its own and one of the server', async () => {
  const file = path.join(mkdtempSync(`${folder}-`), 'report.position')
  const report = run('report.ts', file)
  await report.says('caught up')
  const [one, two] = [run('till.ts', 'till-1', '6'), run('till.ts', 'till-2', '6')]
  expect(await Promise.all([one.ended, two.ended])).toEqual([0, 0])
  await report.says('till-1/6: ')
  await report.says('till-2/6: ')
  await server.kill()
  await server.start()
  expect(await run('till.ts', 'till-1', '7').ended).toBe(0)
  await report.says('till-1/7: ')
  report.child.kill('SIGINT')
  expect(await report.ended).toBe(0)
  expect(readFileSync(file, 'utf8')).toMatch(/^\d+\n$/)

  expect(await run('till.ts', 'till-1', '9').ended).toBe(0)
  const next = run('report.ts', file)
  await next.says('till-1/9: ')
  next.child.kill('SIGINT')
  expect(await next.ended).toBe(0)

  expect(sold(report.said.out, 'till-1')).toEqual(numbers(1, 7))
  expect(sold(report.said.out, 'till-2')).toEqual(numbers(1, 6))
  expect(sold(next.said.out, 'till-1')).toEqual([8, 9])
  // 12 of each at the start; cocoa goes with every third sale.
  expect(next.said.out).toContain('till-1/9: 1 tea sold, 7 left, worth 17.5\n')
})

test('the snapshot of what runs low is taken once, however many report it', async () => {
  expect(await run('till.ts', 'till-1', '6').ended).toBe(0)
  const reports = ['a', 'b'].map((name) => run('report.ts', path.join(mkdtempSync(`${folder}-`), name)))
  await Promise.all(reports.map((report) => report.says('caught up')))
  for (const { child } of reports) child.kill('SIGINT')
  expect(await Promise.all(reports.map(({ ended }) => ended))).toEqual([0, 0])
  for (const { said } of reports) expect(said.out.match(/^snapshot: /gm)).toHaveLength(3)

  const log = eventStoreLog({ connectionString: server.connectionString })
  const inventory = openInventory({ log })
  const snapshots = await inventory.snapshots.list()
  const names = snapshots.map(({ name }) => name).sort()
  expect(names).toEqual(['cocoa runs low', 'coffee runs low', 'tea runs low'])
  for (const { id } of snapshots) expect(await inventory.snapshots.verify(id)).toMatchObject({ ok: true })
  await log.close()
})

test('a server that is away is said so', async () => {
  const { connectionString } = server
  await server.stop()
  const till = run('till.ts', 'till-1', '1')
  expect(await till.ended).toBe(1)
  expect(till.said.err).toContain(`till-1: ${connectionString}`)
  expect(till.said.err).toContain('check that the server runs')
})

test('the node of compose.yaml listens on the loopback interface only', () => {
  const compose = readFileSync(path.resolve(import.meta.dirname, '../compose.yaml'), 'utf8')
  const ports = [...compose.matchAll(/^ +- (.*):2113$/gm)].map(([, host]) => host)
  expect(compose).toMatch(/INSECURE: 'true'/)
  expect(ports).toEqual(['127.0.0.1:2113'])
})

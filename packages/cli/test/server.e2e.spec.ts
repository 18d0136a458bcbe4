import { join } from 'node:path'
import { eventStoreLog } from '@tidemark/eventstoredb'
import { startTestServer, type TestServer } from '@tidemark/eventstoredb/test-server'
import { type EventLog, sqliteLog } from '@tidemark/log'
import { expect, onTestFinished, test, vi } from 'vitest'
import { ended, receipts, scratchDirectory, start, tidemark } from './process.spec.support.ts'

// Each test starts processes, on a machine that may have other things to do.
vi.setConfig({ testTimeout: 120_000 })

async function givenServer(): Promise<TestServer> {
  const server = await startTestServer()
  onTestFinished(() => server.stop())
  return server
}

/** Receipts of the past, whatever the clock of the machine says, each item after the other. */
const movements = (count: number) => receipts(count).replaceAll('2027-', '2020-')

/** A file with so many receipts, in which no two neighbours are of the same item. */
async function fileWith(count: number): Promise<string> {
  const path = join(scratchDirectory(), 'inventory.db')
  const history = movements(count).replaceAll(/}$/gm, ',"recordedAt":"2020-04-01T00:00:00Z"}')
  const { code } = await tidemark(['--log', path, 'import', '--history', '-'], { stdin: history })
  expect(code).toBe(0)
  return path
}

test('a command on a server ends by itself; TIDEMARK_LOG names the server', async () => {
  const { connectionString } = await givenServer()
  const env = { TIDEMARK_LOG: connectionString }
  const imported = await tidemark(['import', '-'], { stdin: movements(20), env })
  expect(imported).toEqual({
    code: 0,
    signal: null,
    stdout: 'imported 20, already there 0, refused 0\n',
    stderr: '',
  })
  const totals = await tidemark(['totals', '--format', 'jsonl'], { env })
  expect(totals).toMatchObject({ code: 0, stdout: '{"onHand":"20","value":"40","items":10}\n', stderr: '' })
})

test('two commands record of the same items at the same time: each lets the other go first, and nothing is lost', async () => {
  const { connectionString } = await givenServer()
  const command = (till: string) =>
    tidemark(['import', '-', '--log', connectionString], {
      stdin: movements(5000).replaceAll('"R', `"${till}`),
    })
  const both = await Promise.all([command('A'), command('B')])
  for (const { stdout, stderr } of both)
    expect([stdout, stderr]).toEqual(['imported 5000, already there 0, refused 0\n', ''])
  const totals = await tidemark(['totals', '--format', 'jsonl', '--log', connectionString])
  expect(totals).toMatchObject({ stdout: '{"onHand":"10000","value":"20000","items":10}\n', stderr: '' })
})

/** Tells on stderr when the client of EventStoreDB is loaded. */
const spy = `
  import { registerHooks } from 'node:module'
  registerHooks({ resolve(specifier, context, next) {
    if (specifier.includes('eventstore')) process.stderr.write('loads ' + specifier + '\\n')
    return next(specifier, context)
  } })`

test('the client of the server is loaded for a server only', async () => {
  const { connectionString } = await givenServer()
  const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(spy)}` }
  const onFile = await tidemark(['head', '--log', await fileWith(1)], { env })
  expect(onFile).toMatchObject({ code: 0, stderr: '' })
  const onServer = await tidemark(['head', '--log', connectionString], { env })
  expect(onServer).toMatchObject({ code: 0, stderr: expect.stringContaining('loads @eventstore/db-client') })
})

/** Resolves when the log holds so many events. */
async function holds(log: EventLog, events: number): Promise<void> {
  let seen = 0
  for await (const step of log.follow({ streamPrefixes: ['main.'] })) {
    if (!('caughtUp' in step)) seen += step.length
    if (seen >= events) return
  }
}

async function idsIn(log: EventLog): Promise<string[]> {
  const ids: string[] = []
  for await (const chunk of log.readAll({ streamPrefixes: ['main.'] })) ids.push(...chunk.map(({ id }) => id))
  return ids
}

/** Kills a copy once so many events have arrived; true when it was not done by then. */
async function killedAt(events: number, log: EventLog, args: readonly string[]): Promise<boolean> {
  const child = start(args)
  const result = ended(child)
  await holds(log, events)
  child.kill('SIGKILL')
  return (await result).signal === 'SIGKILL'
}

test('a copy to a server that is killed again and again is completed by repeating it', async () => {
  const { connectionString } = await givenServer()
  const path = await fileWith(500)
  const copy = ['copy', '--from', path, '--to', connectionString, '--format', 'json']
  const target = eventStoreLog({ connectionString })
  onTestFinished(() => target.close())
  const kills: boolean[] = []
  for (const events of [1, 137]) kills.push(await killedAt(events, target, copy))
  expect(kills).toContain(true)
  const { code, stdout, stderr } = await tidemark(copy)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(JSON.parse(stdout)).toMatchObject({ events: 500 })
  expect(JSON.parse(stdout).alreadyThere).toBeGreaterThanOrEqual(137)
  const source = await sqliteLog({ path, readOnly: true })
  expect(await idsIn(target)).toEqual(await idsIn(source))
  await source.close()
})

test('a copy to a file that is killed again and again is completed by repeating it', async () => {
  const { connectionString } = await givenServer()
  await tidemark(['import', '-', '--log', connectionString], { stdin: movements(4_000) })
  const path = join(scratchDirectory(), 'copy.db')
  const copy = ['copy', '--from', connectionString, '--to', path, '--format', 'json']
  const target = await sqliteLog({ path })
  const kills: boolean[] = []
  for (const events of [1, 1_500]) kills.push(await killedAt(events, target, copy))
  expect(kills).toContain(true)
  const { code, stdout, stderr } = await tidemark(copy)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(JSON.parse(stdout)).toMatchObject({ events: 4_000 })
  expect(await target.integrity()).toEqual([])
  const source = eventStoreLog({ connectionString })
  expect(await idsIn(target)).toEqual(await idsIn(source))
  await source.close()
  await target.close()
})

test('Ctrl-C stops a copy, which says how far it is', async () => {
  const { connectionString } = await givenServer()
  const child = start(['copy', '--from', await fileWith(500), '--to', connectionString])
  const result = ended(child)
  const target = eventStoreLog({ connectionString })
  await holds(target, 50)
  child.kill('SIGINT')
  const { code, stderr } = await result
  await target.close()
  expect({ code, stderr }).toEqual({
    code: 130,
    stderr: expect.stringMatching(
      /^interrupted: already there 0, copied \d+, checked \d+; copy again to go on\n$/,
    ),
  })
})

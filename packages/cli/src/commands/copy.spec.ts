import { existsSync, linkSync, readFileSync, symlinkSync } from 'node:fs'
import { scriptedFaults } from '@tidemark/eventstoredb/test-server'
import { expect, test, vi } from 'vitest'
import { march, marchRecorded, movement, type Scratch, scratch, tidemark } from '../run.spec.support.ts'
import { givenServer } from '../server.spec.support.ts'

// Each command connects to a server, on a machine that may have other things to do.
vi.setConfig({ testTimeout: 30_000 })

async function stdoutOf(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await tidemark(args)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout
}

/** A log of March with a snapshot of its middle. */
async function marchFrozen(): Promise<Scratch> {
  const here = await marchRecorded()
  const { code } = await here.tidemark([
    'snapshot',
    'create',
    '--as-of',
    '2027-03-15T00:00:00Z',
    '--name',
    'Mid',
  ])
  expect(code).toBe(0)
  const late = movement('StockSold', 'S8', '2027-03-12T09:00:00Z', { quantity: '1', netAmount: '7' })
  expect((await here.tidemark(['record', JSON.stringify(late)])).code).toBe(0)
  return here
}

/** What a workspace answers, without positions. */
async function answers(log: string, workspace = 'main') {
  const ask = (...args: readonly string[]) => stdoutOf('--log', log, '--workspace', workspace, ...args)
  const { position: _, ...head } = JSON.parse(await ask('head', '--format', 'json'))
  return {
    head,
    levels: await ask('levels', '--format', 'csv'),
    card: await ask('explain', 'tea', '--format', 'csv'),
    before: await ask('levels', '--known-through', '2027-03-31T23:59:59.999Z', '--format', 'csv'),
    snapshots: await ask('snapshot', 'list', '--format', 'json'),
    verified: await ask('snapshot', 'verify', '--format', 'csv'),
  }
}

test('from a file to a server and back, every answer stays', async () => {
  const { log, path } = await marchFrozen()
  const { connectionString } = await givenServer()
  const there = await stdoutOf('copy', '--from', log, '--to', connectionString, '--format', 'json')
  const digest = await stdoutOf('digest', '--log', log, '--as-of', '2100-01-01T00:00:00Z', '--format', 'json')
  expect(JSON.parse(there)).toEqual({
    events: march.length + 2,
    copied: march.length + 2,
    alreadyThere: 0,
    lastEvent: { stream: 'main.item-tea', revision: 3 },
    digest: JSON.parse(digest).digest,
  })
  const back = await stdoutOf('copy', '--from', connectionString, '--to', path('back.db'), '--format', 'json')
  expect(back).toBe(there)
  const before = await answers(log)
  expect(before.verified).toMatch(/,true,/)
  expect(await answers(connectionString)).toEqual(before)
  expect(await answers(path('back.db'))).toEqual(before)
})

test('under another name, also beside the original', async () => {
  const { log } = await marchFrozen()
  const { connectionString } = await givenServer()
  await stdoutOf('copy', '--from', log, '--to', connectionString)
  const within = ['--from', connectionString, '--to', connectionString, '--to-workspace', 'trial']
  await stdoutOf('copy', ...within)
  const renamed = (text: string) => text.replaceAll('main.', 'trial.')
  const before = JSON.parse(renamed(JSON.stringify(await answers(log))))
  expect(await answers(connectionString, 'trial')).toEqual(before)
})

test('again, it says what was there already, and goes on with what came since', async () => {
  const { log, path, tidemark } = await marchRecorded()
  const again = ['copy', '--from', log, '--to', path('copy.db'), '--format', 'json']
  const first = JSON.parse(await stdoutOf(...again))
  expect(JSON.parse(await stdoutOf(...again))).toEqual({ ...first, copied: 0, alreadyThere: march.length })
  const late = movement('StockSold', 'S8', '2027-03-12T09:00:00Z', { quantity: '1', netAmount: '7' })
  await tidemark(['record', JSON.stringify(late)])
  expect(JSON.parse(await stdoutOf(...again))).toMatchObject({ copied: 1, alreadyThere: march.length })
})

test('a table for people', async () => {
  const { log, path } = await marchRecorded()
  expect(await stdoutOf('copy', '--from', log, '--to', path('copy.db'))).toMatch(
    /^events +4\ncopied +4\nalreadyThere +0\nlastEvent +main\.item-coffee@0\ndigest +[0-9a-f]{64}\n$/,
  )
})

const receipt = movement('StockReceived', 'X', '2027-03-02T09:00:00Z', { quantity: '1', unitCost: '4' })

test.each([
  ['holds the same, recorded by itself', false, /main\.item-tea@0 \(event R1\) has other metadata/],
  ['has gone its own way since it was copied', true, /main\.item-tea@3 is not in the source/],
])('a target that %s is refused and left as it is', async (_, isCopy, what) => {
  const { log } = await marchRecorded()
  const other = isCopy ? scratch() : await marchRecorded()
  if (isCopy) await stdoutOf('copy', '--from', log, '--to', other.log)
  await other.tidemark(['record', JSON.stringify(receipt)])
  const before = await answers(other.log)
  const { code, stdout, stderr } = await tidemark(['copy', '--from', log, '--to', other.log])
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toMatch(/^tidemark: COPY_TARGET_NOT_EMPTY: [^\n]*\n$/)
  expect(stderr).toMatch(what)
  expect(await answers(other.log)).toEqual(before)
})

test.each([
  ['the source is not there', ['--from', 'no.db', '--to', 'new.db'], 1, 'LOG_NOT_FOUND'],
  [
    'the workspace is empty',
    ['--from', 'inventory.db', '--to', 'new.db', '--workspace', 'misspelt'],
    1,
    'NOTHING_TO_COPY',
  ],
  [
    'a name is none',
    ['--from', 'inventory.db', '--to', 'new.db', '--to-workspace', 'a.b'],
    1,
    'INVALID_WORKSPACE',
  ],
  ['there is no target', ['--from', 'inventory.db'], 2, '--to'],
  ['there is no source', ['--to', 'new.db'], 2, '--from'],
  [
    '--log is given',
    ['--from', 'inventory.db', '--to', 'new.db', '--log', 'inventory.db'],
    2,
    'instead of --log',
  ],
])('when %s it says so', async (_, args, code, what) => {
  const { path } = await marchRecorded()
  const outcome = await tidemark(['copy', ...args.map((arg) => (arg.endsWith('.db') ? path(arg) : arg))])
  expect(outcome).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(what) })
})

test('a workspace is not copied onto itself, whatever its log is called', async () => {
  const { log, path } = await marchRecorded()
  linkSync(log, path('hard.db'))
  symlinkSync(log, path('soft.db'))
  const before = readFileSync(log)
  for (const to of [log, path('hard.db'), path('soft.db')]) {
    const { code, stderr } = await tidemark(['copy', '--from', log, '--to', to])
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^tidemark: COPY_ONTO_ITSELF: .*--to-workspace/),
    ])
  }
  expect(readFileSync(log)).toEqual(before)
  const { connectionString } = await givenServer()
  await stdoutOf('copy', '--from', log, '--to', connectionString)
  const { stderr } = await tidemark(['copy', '--from', connectionString, '--to', connectionString])
  expect(stderr).toMatch(/^tidemark: COPY_ONTO_ITSELF: /)
  // It may hold a password.
  expect(stderr).not.toContain(connectionString)
})

test('a source that is none leaves no target behind', async () => {
  const { log, path } = await marchRecorded()
  await tidemark(['copy', '--from', log, '--to', path('new.db'), '--to-workspace', 'a.b'])
  await tidemark(['copy', '--from', path('no.db'), '--to', path('new.db')])
  await tidemark(['copy', '--from', log, '--to', path('new.db'), '--workspace', 'misspelt'])
  await tidemark([
    'copy',
    '--from',
    'esdb://127.0.0.1:1?tls=false',
    '--timeout',
    '0.1',
    '--to',
    path('new.db'),
  ])
  expect(existsSync(path('new.db'))).toBe(false)
})

test('Ctrl-C stops it between two writes; doing it again completes it', async () => {
  const { log } = await marchFrozen()
  const server = await givenServer()
  const interrupt: { listener?: () => void } = {}
  let appends = 0
  server.misbehave((operation) => {
    if (operation === 'append' && ++appends === 3) interrupt.listener?.()
    return undefined
  })
  const outcome = await tidemark(['copy', '--from', log, '--to', server.connectionString], {
    onInterrupt: (listener) => {
      interrupt.listener = listener
      return () => {}
    },
  })
  expect(outcome).toEqual({
    code: 130,
    stdout: '',
    stderr: 'interrupted: already there 0, copied 5, checked 0; copy again to go on\n',
  })
  const again = JSON.parse(
    await stdoutOf('copy', '--from', log, '--to', server.connectionString, '--format', 'json'),
  )
  expect(again).toMatchObject({ alreadyThere: 5, copied: 1 })
})

test('answers that get lost and a server that restarts neither lose nor double anything', async () => {
  const { log } = await marchFrozen()
  const server = await givenServer()
  server.misbehave(
    scriptedFaults({
      append: [
        { kind: 'swallow' },
        { kind: 'drop', applied: true },
        { kind: 'restart', applied: false, downMs: 5 },
        { kind: 'restart', applied: true, downMs: 5 },
      ],
      subscribe: [{ kind: 'cut', after: 2 }],
    }),
  )
  await stdoutOf('copy', '--from', log, '--to', server.connectionString, '--timeout', '3')
  expect(await answers(server.connectionString)).toEqual(await answers(log))
})

test('what another program wrote into the workspace is kept, and told of in both logs', async () => {
  const { log, path } = await marchRecorded()
  const { connectionString, store } = await givenServer()
  await stdoutOf('copy', '--from', log, '--to', connectionString)
  const [id, type] = [crypto.randomUUID(), 'StockSold']
  const foreign = {
    id,
    type,
    contentType: 'application/json',
    data: Buffer.from('[1]'),
    metadata: Buffer.from('{}'),
  }
  expect(store.write('main.item-tea', 'any', [foreign])).toMatchObject({ kind: 'success' })
  const record = ['record', JSON.stringify(receipt), '--log', connectionString]
  expect((await tidemark(record)).code).toBe(0)
  await stdoutOf('copy', '--from', connectionString, '--to', path('copy.db'))
  const anomalies = (log: string) => stdoutOf('anomalies', '--log', log, '--format', 'jsonl')
  for (const copy of [connectionString, path('copy.db')]) {
    expect(JSON.parse(await anomalies(copy))).toMatchObject({ code: 'MALFORMED_EVENT', id })
  }
  expect((await answers(path('copy.db'))).levels).toBe((await answers(connectionString)).levels)
})

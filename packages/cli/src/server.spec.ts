import { createServer as createHttpServer } from 'node:http'
import { createServer, type Server } from 'node:net'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { linesOf, march, marchRecorded, scratch, tidemark } from './run.spec.support.ts'
import { certificateFile, givenServer, tls } from './server.spec.support.ts'

// Each command connects to a server, on a machine that may have other things to do.
vi.setConfig({ testTimeout: 30_000 })

const T = '2027-03-15T00:00:00Z'
const extra = {
  id: 'S9',
  type: 'StockSold',
  occurredAt: '2027-03-25T09:00:00Z',
  item: 'tea',
  branch: 'north',
  quantity: '1',
  netAmount: '7',
}

/** A use of every command, one going on from the other. */
const session: readonly (readonly string[])[] = [
  ['import', '-'],
  ['import', '-'],
  ['record', JSON.stringify(extra)],
  ['levels', '--format', 'csv'],
  ['explain', 'tea', '--known-through', 'main.item-tea@1'],
  ['totals', '--by', 'branch', '--as-of', T],
  ['explain', 'tea'],
  ['anomalies'],
  ['digest', '--as-of', T],
  ['snapshot', 'create', '--as-of', T, '--name', 'Mid-March'],
  ['snapshot', 'describe', 'Mid-March', '--description', 'before the fair'],
  ['snapshot', 'list', '--format', 'jsonl'],
  ['snapshot', 'show', 'Mid-March'],
  ['snapshot', 'verify'],
  ['levels', '--snapshot', 'Mid-March'],
  ['compare', 'Mid-March', '2027-03-31T00:00:00Z', '--format', 'json'],
  ['snapshot', 'discard', 'Mid-March', '--reason', 'a mistake'],
  ['head'],
  ['verify'],
  ['levels', '--as-of', '2027-03-31'],
]

/** What a session writes, without what differs between any two logs: positions, and the random ends of ids. */
async function told(log: string): Promise<readonly string[]> {
  const texts: string[] = []
  for (const args of session) {
    const { code, stdout, stderr } = await tidemark(['--log', log, ...args], { stdin: linesOf(march) })
    const text = stdout
      .replaceAll(/(position"?[ :]+)\d+/g, '$1#')
      .replaceAll(/(\d{8}T\d{6})-[0-9a-f]{6}/g, '$1-#')
    texts.push(`${args.join(' ')} ends with ${code}\n${stderr}${text}`)
  }
  return texts
}

test('every command says the same on a server as on a file', async () => {
  const { connectionString } = await givenServer()
  const onFile = await told(scratch().log)
  expect(await told(connectionString)).toEqual(onFile)
  expect(onFile.filter((text) => / ends with 0\n/.test(text))).toHaveLength(session.length - 1)
})

test('workspaces of one server do not see each other', async () => {
  const { connectionString } = await givenServer()
  const on = (workspace: string, ...args: readonly string[]) =>
    tidemark(['--log', connectionString, '--workspace', workspace, ...args], { stdin: linesOf(march) })
  await on('first', 'import', '-')
  const { stdout } = await on('second', 'head', '--format', 'json')
  expect(JSON.parse(stdout)).toEqual({ events: 0, position: 0, recordedAt: null, lastEvent: null })
})

test.each(['kurrentdb', 'kurrent', 'kdb', 'KurrentDB', 'kurrentdb+discover', 'esdb+discover'])(
  'a server may be named by %s://',
  async (scheme) => {
    const { connectionString } = await givenServer()
    const log = connectionString.replace('esdb', scheme)
    const { code, stdout } = await tidemark(['--log', log, 'head', '--format', 'json'])
    expect({ code, events: JSON.parse(stdout).events }).toEqual({ code: 0, events: 0 })
  },
)

describe('TIDEMARK_LOG', () => {
  test('names the log of commands that name none', async () => {
    const { log } = await marchRecorded()
    const { code, stdout } = await tidemark(['head', '--format', 'json'], { log })
    expect({ code, events: JSON.parse(stdout).events }).toEqual({ code: 0, events: march.length })
  })

  test('stands back behind --log', async () => {
    const { log, path } = await marchRecorded()
    const { code } = await tidemark(['head', '--log', log], { log: path('another.db') })
    expect(code).toBe(0)
  })

  test('that is empty is none', async () => {
    const { stderr } = await tidemark(['head'], { log: '' })
    expect(stderr).toMatch(/^tidemark: LOG_NOT_FOUND: inventory\.db/)
  })

  test('is not shown by --help: it may hold a password', async () => {
    const { stdout } = await tidemark(['head', '--help'], { log: 'esdb://till:secret@db.example:2113' })
    expect(stdout).toMatch(/--log <log>.*TIDEMARK_LOG/s)
    expect(stdout).not.toContain('secret')
  })
})

test.each(['0', '-1', 'soon', 'Infinity'])('--timeout %s is a usage error', async (timeout) => {
  expect(await tidemark(['head', '--timeout', timeout])).toMatchObject({ code: 2, stdout: '' })
})

/** A server of another kind; returns its port. */
async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** A port on which nothing listens. */
async function freePort(): Promise<number> {
  const server = createServer()
  const port = await listening(server)
  await new Promise((resolve) => server.close(resolve))
  return port
}

describe('a server that cannot be used gets one message that names what to check, in time', () => {
  const insecure = (port: number) => `esdb://127.0.0.1:${port}?tls=false`
  const trusted = `?tlsCAFile=${encodeURIComponent(certificateFile)}`
  const credentials = { username: 'till', password: 'right' }

  const cases: readonly (readonly [string, RegExp, () => Promise<string>])[] = [
    ['away', /check that the server runs/, async () => insecure(await freePort())],
    ['no such host', /host and port/, async () => 'esdb://no-such-host.invalid:2113?tls=false'],
    [
      'wrong port, with a web server behind it',
      /check the port/,
      async () => insecure(await listening(createHttpServer((_, response) => response.end('hello')))),
    ],
    [
      'wrong credentials',
      /check user name and password/,
      async () => `esdb://till:wrong@localhost:${(await givenServer({ tls, credentials })).port}${trusted}`,
    ],
    ['without TLS', /add \?tls=false/, async () => `esdb://localhost:${(await givenServer()).port}`],
    ['with TLS', /remove it/, async () => insecure((await givenServer({ tls })).port)],
    [
      'with a certificate nobody vouches for',
      /add tlsCAFile=PATH/,
      async () => `esdb://localhost:${(await givenServer({ tls })).port}`,
    ],
    [
      'that takes calls and says nothing',
      /did not answer within the time limit/,
      async () => insecure(await listening(createServer((socket) => socket.on('error', () => undefined)))),
    ],
  ]

  test.each(cases)('%s', async (_, what, start) => {
    const on = ['--log', await start(), '--timeout', '0.5']
    const commands = [['levels'], ['import', '-'], ['snapshot', 'create'], ['verify']]
    const begun = performance.now()
    const outcomes = await Promise.all(
      commands.map((args) => tidemark([...on, ...args], { stdin: linesOf(march) })),
    )
    expect(performance.now() - begun).toBeLessThan(3_000)
    for (const { code, stdout, stderr } of outcomes) {
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
      expect(stderr).toMatch(/^tidemark: LOG_(UNAVAILABLE|NOT_OURS): esdb:[^\n]+\n$/)
      expect(stderr).toMatch(what)
      expect(stderr).not.toContain('wrong@')
    }
  })

  test('by a connection string that is none', async () => {
    const { code, stderr } = await tidemark(['--log', 'esdb://', 'levels'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^tidemark: INVALID_ARGUMENT: [^\n]*esdb:\/\/host:2113[^\n]*\n$/)
  })
})

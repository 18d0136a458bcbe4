import { createServer as createHttpServer } from 'node:http'
import { createServer as createHttp2Server } from 'node:http2'
import { createServer, type Server } from 'node:net'
import { NO_STREAM } from '@tidemark/log'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { EventStoreError } from './errors.ts'
import {
  append,
  certificateFile,
  event,
  given,
  logOn,
  otherLogOn,
  refusal,
  tls,
} from './scratch.spec.support.ts'

const A = 'main.item-A'
const credentials = { username: 'till', password: 'secret:3' }

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

const insecure = (port: number) => `esdb://127.0.0.1:${port}?tls=false`
const secure = (port: number, rest = '') => `esdb://localhost:${port}?tls=true${rest}`
const trusted = `&tlsCAFile=${encodeURIComponent(certificateFile)}`

describe('a server that cannot be used gets an error that names what to check, in time', () => {
  const cases: readonly (readonly [string, string, () => Promise<string>])[] = [
    ['server away', 'SERVER_AWAY', async () => insecure(await freePort())],
    ['server away, with TLS', 'SERVER_AWAY', async () => secure(await freePort())],
    ['no such host', 'SERVER_AWAY', async () => 'esdb://no-such-host.invalid:2113?tls=false'],
    [
      'wrong port: a web server',
      'NOT_EVENTSTOREDB',
      async () => insecure(await listening(createHttpServer((_, response) => response.end('hello')))),
    ],
    [
      'not an EventStoreDB: another service over HTTP/2',
      'NOT_EVENTSTOREDB',
      async () => {
        const server = createHttp2Server((_, response) => {
          response.statusCode = 404
          response.end()
        })
        return insecure(await listening(server))
      },
    ],
    [
      'a server that says nothing',
      'SERVER_SILENT',
      async () => {
        const server = createServer((socket) => socket.on('error', () => undefined))
        return insecure(await listening(server))
      },
    ],
    [
      'wrong credentials',
      'WRONG_CREDENTIALS',
      async () => {
        const { port } = await given({ tls, credentials })
        return secure(port, trusted).replace('//', '//till:wrong@')
      },
    ],
    [
      'no credentials',
      'WRONG_CREDENTIALS',
      async () => secure((await given({ tls, credentials })).port, trusted),
    ],
    ['TLS to a server without', 'SERVER_HAS_NO_TLS', async () => secure((await given()).port)],
    ['no TLS to a server with', 'SERVER_HAS_TLS', async () => insecure((await given({ tls })).port)],
    [
      'a certificate nobody vouches for',
      'CERTIFICATE_REFUSED',
      async () => secure((await given({ tls })).port),
    ],
  ]

  test.each(cases)('%s', async (_, problem, start) => {
    const connectionString = await start()
    const log = logOn({ connectionString }, { timeoutMs: 700 })
    const begun = performance.now()
    const errors = await Promise.all([
      refusal(append(log, A, NO_STREAM, [event(1)])),
      refusal(log.head()),
      refusal(log.revision(A)),
      refusal(log.follow()[Symbol.asyncIterator]().next()),
    ])
    expect(performance.now() - begun).toBeLessThan(2_500)
    for (const error of errors) {
      expect(error).toBeInstanceOf(EventStoreError)
      expect(error).toMatchObject({ problem })
      expect(String(error)).not.toContain('wrong@')
    }
    expect(await log.health()).toMatchObject({ reachable: false, problem: { name: problem } })
  })

  test('what is wrong for good is said at once, not at the end of the time', async () => {
    const { port } = await given({ tls })
    const log = logOn({ connectionString: insecure(port) }, { timeoutMs: 30_000 })
    expect(await refusal(log.head())).toMatchObject({ problem: 'SERVER_HAS_TLS' })
  })
})

describe('8: credentials', () => {
  test('they come from the connection string and work with TLS', async () => {
    const { port } = await given({ tls, credentials })
    const user = `//${credentials.username}:${encodeURIComponent(credentials.password)}@`
    const connectionString = secure(port, trusted).replace('//', user)
    const log = logOn({ connectionString })
    expect(await append(log, A, NO_STREAM, [event(1)])).toMatchObject({ firstRevision: 0 })
    expect(await log.health()).toMatchObject({ reachable: true, leader: true })
  })

  test('without TLS the client would drop them without a word: there is a warning', async () => {
    const { port } = await given()
    const warn = vi.spyOn(process, 'emitWarning').mockReturnValue()
    logOn({ connectionString: insecure(port).replace('//', '//till:secret@') })
    const message = String(warn.mock.calls[0]?.[0])
    warn.mockRestore()
    expect(message).toContain('user and password are not sent without TLS')
    expect(message).not.toContain('secret')
  })
})

test.each([
  'http://127.0.0.1:2113',
  'esdb://',
  'kurrentdb://127.0.0.1',
  'esdb://127.0.0.1?tls=maybe',
  // An environment variable that is not set.
  undefined as unknown as string,
])('the connection string %s is refused', async (connectionString) => {
  expect(() => logOn({ connectionString })).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }))
})

test('every wait has a limit: a server that falls silent while it is read', async () => {
  const server = await given()
  const log = logOn(server, { timeoutMs: 120 })
  await append(log, A, NO_STREAM, [event(1)])
  server.misbehave((operation) => (operation === 'append' ? { kind: 'lose' } : { kind: 'stall', after: 0 }))
  const iterator = log.readStream(A, { to: 5 })[Symbol.asyncIterator]()
  const waits = [
    log.head(),
    log.revision(A),
    log.find(A, ['x']),
    iterator.next(),
    log.readAll()[Symbol.asyncIterator]().next(),
  ].map(refusal)
  for (const wait of waits) {
    expect(await wait).toMatchObject({ problem: 'SERVER_SILENT' })
  }
  expect(await refusal(append(log, A, 0, [event(2)]))).toMatchObject({ problem: 'OUTCOME_UNKNOWN' })
})

test('a signal ends every wait with its reason', async () => {
  const server = await given()
  const log = logOn(server, { timeoutMs: 30_000 })
  await append(log, A, NO_STREAM, [event(1)])
  server.misbehave((operation) => (operation === 'append' ? { kind: 'lose' } : { kind: 'stall', after: 0 }))
  const reason = new Error('enough')
  const stop = new AbortController()
  const { signal } = stop
  const batch = [{ stream: A, expectedRevision: 0, events: [event(2)] }]
  const waits = [
    log.append(batch, { signal }),
    log.append([{ ...batch[0], stream: A, expectedRevision: 1, events: [event(3)] }], { signal }),
    log.find(A, ['x'], { signal }),
    log.readStream(A, { to: 9, signal })[Symbol.asyncIterator]().next(),
    log.readAll({ signal })[Symbol.asyncIterator]().next(),
    log.follow({ signal })[Symbol.asyncIterator]().next(),
  ].map(refusal)
  setImmediate(() => stop.abort(reason))
  expect(await Promise.all(waits)).toEqual(waits.map(() => reason))
  // The log closes when what was sent has been answered, which nobody waits for any more.
  server.misbehave(() => undefined)
  server.dropConnections()
})

test('closing finishes the appends that were asked for', async () => {
  const server = await given()
  const log = logOn(server)
  const appends = Promise.all([0, 1, 2].map((n) => append(log, A, n - 1, [event(n)])))
  const closed = log.close()
  expect(await refusal(log.head())).toMatchObject({ code: 'LOG_CLOSED' })
  expect(await appends).toHaveLength(3)
  await closed
  expect(await otherLogOn(server).revision(A)).toBe(2)
})

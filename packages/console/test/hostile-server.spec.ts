import { connect, type Socket } from 'node:net'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { type Served, serveConsole } from '@tidemark/console'
import { permissions } from 'tidemark'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { inMarch, movement, NOW } from './asking.ts'

/** Short, so that a test need not wait for what a client does not do. */
const LIMITS = { headers: 300, request: 600, idle: 400 }

const inventory = await inMarch()
/** One that loses patience soon, and one as hosts have it. */
let impatient: Served
let served: Served
const told: string[] = []

beforeAll(async () => {
  // Enough rows that a file of them does not fit into the buffers between the two.
  await inventory.record(
    Array.from({ length: 3000 }, (_, n) =>
      movement('StockReceived', `M${n}`, '2027-03-02T09:00:00Z', {
        item: `${'a long name '.repeat(20)}${n}`,
        quantity: '1',
        unitCost: '1',
      }),
    ),
  )
  const common = {
    inventory,
    who: () => ({ id: 'kim', permissions }),
    port: 0,
    clock: () => NOW,
    onError: (error: unknown) => told.push(String(error)),
  }
  served = await serveConsole(common)
  impatient = await serveConsole({ ...common, limits: LIMITS })
  await inventory.now().then((view) => view.ready())
})

afterAll(async () => {
  await impatient?.close()
  await served?.close()
  await inventory.close()
  expect(told).toEqual([])
})

beforeEach(async () => {
  // Whatever the test before did, the server answers.
  for (const server of [served, impatient]) {
    const { socket, closed } = rawClient(server)
    const { host } = new URL(server.url)
    socket.write(`GET /api/health HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
    expect(await closed).toMatch(/^HTTP\/1\.1 200 /)
  }
})

/** Ends of connections that are open in this process. */
function openSockets(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === 'TCPSocketWrap').length
}

const ask = (path: string) => fetch(served.url + path)

/** A connection of its own, and all that came back on it until the server closed it. */
function rawClient({ url }: Served): { readonly socket: Socket; readonly closed: Promise<string> } {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  let received = ''
  const closed = new Promise<string>((resolve) => {
    socket.on('data', (bytes) => {
      received += bytes.toString('latin1')
    })
    socket.on('error', () => {})
    socket.on('close', () => resolve(received))
  })
  return { socket, closed }
}

/** How long something takes, in milliseconds. */
async function timed(work: Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work
  return performance.now() - begun
}

/** So many requests on one connection, one right after the other. */
const PIPELINED = 60

describe('a slow client', () => {
  it('that sends its headers byte by byte is cut off at the limit', async () => {
    const { socket, closed } = rawClient(impatient)
    const bytes = 'GET /api/health HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: '
    let sent = 0
    const sending = setInterval(() => {
      socket.write(bytes[sent] ?? 'x')
      sent++
    }, 10)
    const took = await timed(closed)
    clearInterval(sending)
    expect(await closed).toMatch(/^HTTP\/1\.1 408 /)
    // Node looks for those who are too late now and then, not at every moment.
    expect(took).toBeLessThan(20 * LIMITS.headers)
  })

  it('that sends its body byte by byte is cut off at the limit', async () => {
    const { socket, closed } = rawClient(impatient)
    const { host } = new URL(impatient.url)
    socket.write(
      `POST /api/snapshots HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n`,
    )
    const sending = setInterval(() => socket.write(' '), 10)
    const took = await timed(closed)
    clearInterval(sending)
    expect(took).toBeLessThan(20 * LIMITS.request)
    expect(await inventory.snapshots.list()).toEqual([])
  })

  it('that says nothing at all is cut off at the limit', async () => {
    const { closed } = rawClient(impatient)
    expect(await timed(closed)).toBeLessThan(20 * LIMITS.headers)
  })

  it('that does not take the files it asked for is cut off, and costs no more memory than pieces of them', async () => {
    const { host } = new URL(impatient.url)
    const request = `GET /api/exports/levels?format=json&branch=north HTTP/1.1\r\nHost: ${host}\r\n`
    const one = rawClient(impatient)
    one.socket.write(`${request}Connection: close\r\n\r\n`)
    const whole = (await one.closed).length
    const before = process.memoryUsage()
    const client = rawClient(impatient)
    client.socket.pause()
    client.socket.write(`${request}\r\n`.repeat(PIPELINED))
    let most = 0
    const look = () => {
      const { arrayBuffers, external } = process.memoryUsage()
      most = Math.max(most, arrayBuffers - before.arrayBuffers, external - before.external)
      return openSockets()
    }
    // Whoever takes nothing does not hear of the end either: that only one of the two ends is left tells it.
    await expect.poll(look, { interval: 20, timeout: 30_000 }).toBe(2)
    await expect.poll(look, { interval: 20, timeout: 30_000 }).toBe(1)
    client.socket.resume()
    expect((await client.closed).length).toBeLessThan(PIPELINED * whole)
    expect(most).toBeLessThan((PIPELINED * whole) / 4)
  })
})

describe('500 requests at once', () => {
  it('are served or told to wait; the event loop is never held up for long, and all is well afterwards', async () => {
    const delay = monitorEventLoopDelay({ resolution: 10 })
    delay.enable()
    const answers = await Promise.all(
      Array.from({ length: 500 }, async (_, n) => {
        const response = await ask(`api/levels?sort=value&pageSize=10&page=${(n % 20) + 1}`)
        await response.arrayBuffer()
        return response
      }),
    )
    delay.disable()
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(64)
    expect(statuses.filter((status) => status !== 200 && status !== 429)).toEqual([])
    for (const { status, headers } of answers)
      if (status === 429) expect(headers.get('Retry-After')).toBe('1')
    expect(delay.max / 1e6).toBeLessThan(2000)
    expect((await ask('api/levels')).status).toBe(200)
  })
})

describe('what is no HTTP', () => {
  it.each([
    ['garbage', '\u0000\u0001\u0002\u0003\r\n\r\n', /^HTTP\/1\.1 400 /],
    [
      'two lengths',
      'POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
      /^HTTP\/1\.1 400 /,
    ],
    [
      'a length beside chunks',
      'POST /api/session HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      /^HTTP\/1\.1 400 /,
    ],
    ['headers without end', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(70_000)}`, /^HTTP\/1\.1 431 /],
    ['no host', 'GET /api/levels HTTP/1.1\r\n\r\n', /^HTTP\/1\.1 (400|403) /],
    [
      'another host',
      'GET /api/levels HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
      /^HTTP\/1\.1 403 /,
    ],
    [
      'a whole address',
      'GET http://evil.example/api/levels HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
      /^HTTP\/1\.1 403 /,
    ],
    [
      'a way out of the folder',
      'GET /page/../../../../etc/passwd HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n',
      /^HTTP\/1\.1 404 /,
    ],
    [
      'an encoded way out',
      'GET /page/%2e%2e%2f%2e%2e%2fpackage.json HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n',
      /^HTTP\/1\.1 404 /,
    ],
    ['a tunnel', 'CONNECT evil.example:443 HTTP/1.1\r\nHost: HOST\r\n\r\n', /^(HTTP\/1\.1 4\d\d |$)/],
    [
      'an upgrade',
      'GET / HTTP/1.1\r\nHost: HOST\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
      /^HTTP\/1\.1 (200|4\d\d) /,
    ],
  ])('%s is refused, and harms nobody', async (_name, text, wanted) => {
    const { socket, closed } = rawClient(served)
    socket.write(text.replaceAll('HOST', new URL(served.url).host))
    socket.end()
    const answer = await closed
    expect(answer).toMatch(wanted)
    expect(answer).not.toContain('root:')
  })
})

import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { conformance } from '../conformance/program.ts'
import { type FaultPlan, startTestServer, type TestServer } from '../src/test-server/index.ts'

async function given(): Promise<TestServer> {
  const server = await startTestServer()
  onTestFinished(() => server.stop())
  return server
}

async function directory(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'tidemark-'))
  onTestFinished(() => rm(path, { recursive: true }))
  return path
}

/** The exit code, what was printed, and what was complained about. */
async function run(...args: readonly string[]) {
  const lines: string[] = []
  const problems: string[] = []
  const code = await conformance(args, {
    out: (line) => lines.push(line),
    problem: (line) => problems.push(line),
  })
  return { code, lines, problems }
}

/** Restarts the server at some of its appends: before or after they are applied. */
function restartingAt(...appends: readonly number[]): FaultPlan {
  let count = 0
  return (operation) => {
    if (operation !== 'append' || !appends.includes(++count)) return undefined
    return { kind: 'restart', applied: count % 2 === 0, downMs: 150 }
  }
}

describe('the cases', () => {
  test('a line each, and the sum of them', async () => {
    const { connectionString } = await given()
    const { code, lines } = await run(
      connectionString,
      '--only',
      'tombstone',
      '--only',
      'BACKWARDS EXCLUSIVE',
    )
    expect(lines).toEqual([
      'ok server: a missing stream cannot be deleted, a tombstone is final',
      'ok server: $all is read forwards inclusive, backwards exclusive, and only from a record',
      '2 passed, 0 failed',
    ])
    expect(code).toBe(0)
  })

  test('what fails is named with its reason, in one line, and the others run', async () => {
    const server = await given()
    server.misbehave((operation) =>
      operation === 'append' ? { kind: 'status', code: 3, details: 'no\nway' } : undefined,
    )
    const only = ['--only', 'revisions of a stream', '--only', 'does not exist']
    const { code, lines } = await run(server.connectionString, ...only)
    expect(lines).toEqual([
      expect.stringMatching(/^FAILED log: revisions of a stream count from 0 without gaps: .*no way/),
      'ok log: a stream that does not exist has revision -1 and no events',
      '1 passed, 1 failed',
    ])
    expect(code).toBe(1)
  })

  test('with pauses, a case in which the server was killed is run again', async () => {
    const server = await given()
    server.misbehave(restartingAt(3))
    const only = ['--only', 'same ids with other data', '--only', 'the same id twice']
    const { code, lines } = await run(server.connectionString, ...only, '--pause-between', '1')
    expect(lines.at(-1)).toBe('2 passed, 0 failed')
    expect(code).toBe(0)
  })
})

describe('the soak', () => {
  test('outlives restarts in mid-append; every acknowledged id is in the file and on the server once', async () => {
    const server = await given()
    const file = join(await directory(), 'acked')
    server.misbehave(restartingAt(20, 21, 50))
    const soak = await run(server.connectionString, '--soak', '2', '--acked', file)
    expect(soak.lines.filter((line) => line.startsWith('FAILED'))).toEqual([])
    expect(soak.lines.at(-1)).toBe('6 passed, 0 failed')
    expect(soak.code).toBe(0)

    const acked = (await readFile(file, 'utf8')).trimEnd().split('\n')
    expect(acked.length).toBeGreaterThan(20)
    const verified = await run(server.connectionString, '--verify', file)
    expect(verified).toEqual({ code: 0, lines: [`${acked.length} passed, 0 failed`], problems: [] })
    await proveThatItCanFail(server, file, acked)
  }, 60_000)

  test('a server that loses what it acknowledged is found out', async () => {
    const server = await given()
    server.misbehave((operation) => {
      const { all } = server.store
      const lost = all.findIndex(({ stream }) => stream.startsWith('soak-'))
      if (operation !== 'append' || server.counts.append < 40 || lost < 0) return undefined
      server.misbehave(() => undefined)
      all.splice(lost, 1)
      return undefined
    })
    const { code, lines } = await run(server.connectionString, '--soak', '2')
    expect(lines).toContainEqual(expect.stringMatching(/^FAILED \d+ acknowledged events .* is there 0 times/))
    expect(code).toBe(1)
  }, 60_000)
})

/** An id that is not there, one that is there twice, and one that stands elsewhere are found. */
async function proveThatItCanFail(server: TestServer, file: string, acked: readonly string[]) {
  const [stream, id, at]: readonly unknown[] = JSON.parse(acked[0] ?? '[]')
  await writeFile(file, `${JSON.stringify([stream, id, Number(at) + 1])}\n`)
  await appendFile(file, `${JSON.stringify([stream, 'never', null])}\n${acked[1]}\n["cut o`)
  const first = server.store.all.find((one) => Number(one.position) === JSON.parse(acked[1] ?? '[]')[2])
  if (first === undefined) throw new Error('what was acknowledged is on the server')
  server.store.write(first.stream, 'any', [{ ...first, id: crypto.randomUUID() }])
  const { code, lines } = await run(server.connectionString, '--verify', file)
  expect(lines).toEqual([
    `FAILED ${stream} ${id}: stands at ${at}, not at ${Number(at) + 1} as acknowledged`,
    `FAILED ${stream} never: is there 0 times, not once`,
    expect.stringMatching(/^FAILED .*: is there 2 times, not once$/),
    '0 passed, 3 failed',
  ])
  expect(code).toBe(1)
}

describe('what it is asked', () => {
  test.each([
    [['--help'], 0],
    [[], 2],
    [['--soak', '5'], 2],
    [['esdb://127.0.0.1:1?tls=false', '--soak', 'long'], 2],
    [['esdb://127.0.0.1:1?tls=false', '--soak', '0'], 2],
    [['esdb://127.0.0.1:1?tls=false', '--soak', '5', '--verify', 'x'], 2],
    [['esdb://127.0.0.1:1?tls=false', '--acked', 'x'], 2],
    [['esdb://127.0.0.1:1?tls=false', '--verify', 'no such file'], 2],
    [['esdb://127.0.0.1:1?tls=false', '--colour'], 2],
    [['http://127.0.0.1:2113'], 2],
  ])('%j: exit code %i', async (args, code) => {
    const told = await run(...args)
    expect(told.code).toBe(code)
    if (code === 0) expect(told.lines[0]).toContain('usage: npm run -s conformance -- URL')
    else expect(told.problems).toEqual([expect.any(String), 'try --help'])
  })

  test('an unknown case is said to be', async () => {
    const { connectionString } = await given()
    expect(await run(connectionString, '--only', 'nonsense')).toEqual({
      code: 2,
      lines: [],
      problems: ['no case is called nonsense', 'try --help'],
    })
  })

  test('a server that is away: one line that says what to check', async () => {
    const server = await given()
    await server.kill()
    const { code, lines, problems } = await run(server.connectionString)
    expect([code, lines]).toEqual([1, []])
    expect(problems).toEqual([expect.stringMatching(/ECONNREFUSED.*check that the server runs/)])
  }, 20_000)

  test('a server that dies while it is verified leaves a sum all the same', async () => {
    const server = await given()
    const file = join(await directory(), 'acked')
    await writeFile(file, '["soak-a","w0-0.0",null]\n')
    // The first look is the program's own.
    server.misbehave((operation) =>
      operation === 'subscribe' ? { kind: 'status', code: 3, details: 'gone' } : undefined,
    )
    server.store.write('soak-a', 'any', [event])
    const { code, lines } = await run(server.connectionString, '--verify', file)
    expect(lines).toEqual([
      expect.stringMatching(/^FAILED the run came to its end: .*gone/),
      '0 passed, 1 failed',
    ])
    expect(code).toBe(1)
  })

  test('a file of nothing proves nothing', async () => {
    const { connectionString } = await given()
    const file = join(await directory(), 'acked')
    await writeFile(file, '')
    const { code, lines } = await run(connectionString, '--verify', file)
    expect([code, lines.at(-1)]).toEqual([1, '0 passed, 1 failed'])
    await writeFile(file, '{"not": "ours"}\n')
    expect((await run(connectionString, '--verify', file)).code).toBe(2)
  })
})

const event = {
  id: '00000000-0000-4000-8000-000000000001',
  type: 'Soaked',
  contentType: 'application/json',
  data: Buffer.from('{}'),
  metadata: new Uint8Array(),
}

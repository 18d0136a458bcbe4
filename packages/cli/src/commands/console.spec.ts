import { PassThrough } from 'node:stream'
import { expect, onTestFinished, test } from 'vitest'
import { marchRecorded, type Scratch, scratch } from '../run.spec.support.ts'

/** Starts the console, and gives what it printed and the ways to stop it. */
async function started(here: Scratch, args: readonly string[] = []) {
  const stdout = new PassThrough()
  const stops: { terminate?: () => void; interrupt?: () => void } = {}
  const ended = here.tidemark(['console', '--port', '0', ...args], {
    stdout,
    onTerminate: (listener) => {
      stops.terminate = listener
      return () => {}
    },
    onInterrupt: (listener) => {
      stops.interrupt = listener
      return () => {}
    },
  })
  onTestFinished(() => stops.terminate?.())
  const first = await Promise.race([once(stdout), ended])
  if (typeof first !== 'string') throw new Error(first.stderr)
  const printed = new URL(first)
  return { printed, ended, stops, stdout }
}

function once(stream: PassThrough): Promise<string> {
  return new Promise((resolve) => stream.once('data', (chunk) => resolve(String(chunk).trim())))
}

test('the console prints a link that lets one in, and serves the page and the API', async () => {
  const { printed, ended, stops } = await started(await marchRecorded())
  expect(printed.hostname).toBe('127.0.0.1')
  const secret = printed.hash.slice('#enter='.length)
  const entered = await fetch(new URL('/api/session', printed), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ secret }),
  })
  const cookie = entered.headers.get('Set-Cookie')?.split(';')[0] ?? ''
  const levels = await fetch(new URL('/api/levels', printed), { headers: { Cookie: cookie } })
  expect(await levels.json()).toMatchObject({ totals: { onHand: '14.5' } })
  expect(await (await fetch(new URL('/', printed))).text()).toContain('<title>Tidemark</title>')
  stops.terminate?.()
  expect(await ended).toMatchObject({ code: 0, stderr: '' })
})

test('with keys it prints no secret, lets in who has one, and ends with 130 on Ctrl-C', async () => {
  const here = await marchRecorded()
  const keys = ['--keys', here.path('keys.json')]
  const made = await here.tidemark([
    'key',
    'create',
    ...keys,
    '--name',
    'vera',
    '--permissions',
    'inventory.read',
  ])
  const { printed, ended, stops } = await started(here, keys)
  expect(printed.hash).toBe('')
  const headers = { Authorization: `Bearer ${made.stdout.trim()}` }
  const ask = () => fetch(new URL('/api/me', printed), { headers })
  expect(await (await ask()).json()).toMatchObject({ id: 'vera', permissions: ['inventory.read'] })
  await here.tidemark(['key', 'revoke', 'vera', ...keys])
  expect((await ask()).status).toBe(401)
  stops.interrupt?.()
  expect(await ended).toMatchObject({ code: 130, stderr: '' })
})

test('a file of keys that is not there is told at once', async () => {
  const here = await marchRecorded()
  const { code, stderr } = await here.tidemark(['console', '--keys', here.path('none.json')])
  expect([code, stderr]).toEqual([1, expect.stringMatching(/^tidemark: KEYS_UNREADABLE: /)])
})

test('--demo makes a log with a year of real trade in a workspace of its own, and shows that', async () => {
  const here = scratch()
  const { printed, ended, stops } = await started(here, ['--demo'])
  expect((await here.tidemark(['head', '--workspace', 'demo', '--format', 'jsonl'])).stdout).toContain(
    '17926',
  )
  const health = await fetch(new URL('/api/health', printed))
  expect(await health.json()).toEqual({ status: 'ok' })
  stops.terminate?.()
  expect(await ended).toMatchObject({ code: 0, stderr: expect.stringMatching(/^A year of real trade\. /) })
  const again = await started(here, ['--demo'])
  again.stops.terminate?.()
  expect(await again.ended).toMatchObject({ code: 0, stderr: '' })
})

test('--demo that is interrupted says how far it has got, and goes on the next time', async () => {
  const here = scratch()
  const { code, stdout, stderr } = await here.tidemark(['console', '--demo', '--port', '0'], {
    onInterrupt: (listener) => {
      listener()
      return () => {}
    },
  })
  expect([code, stdout]).toEqual([130, ''])
  expect(stderr).toMatch(/^interrupted: \d+ of 17926 loaded; the same command goes on\n$/)
})

test('a port that is taken is an error', async () => {
  const here = await marchRecorded()
  const { printed } = await started(here)
  const { code, stderr } = await here.tidemark(['console', '--port', printed.port])
  expect([code, stderr]).toEqual([1, expect.stringMatching(/^tidemark: PORT_TAKEN: /)])
})

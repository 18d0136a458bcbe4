import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { keysIn, oneTimeLink, openConsole } from '@tidemark/console'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { inMarch, NOW } from './asking.ts'

const inventory = await inMarch()
const ORIGIN = 'http://127.0.0.1:4173'
const HOUR = 3_600_000

beforeAll(() => () => inventory.close())

async function signedIn() {
  const folder = mkdtempSync(path.join(tmpdir(), 'tidemark-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = path.join(folder, 'keys.json')
  const { key } = await keysIn(file).create({ name: 'auditor', permissions: ['inventory.read'] })
  /** Each call is a process of its own: nothing is shared but the files. */
  const started = (clock = () => NOW) =>
    openConsole({ inventory, who: keysIn(file), hosts: ['127.0.0.1:4173'], clock })
  const entered = await started().fetch(
    new Request(`${ORIGIN}/api/session`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ secret: key }),
    }),
  )
  const cookie = entered.headers.get('Set-Cookie')?.split(';')[0] ?? ''
  const me = async (console = started(), method = 'GET', at = '/api/me') =>
    (await console.fetch(new Request(ORIGIN + at, { method, headers: { Cookie: cookie } }))).status
  return { file, sessions: `${file}.sessions`, key, cookie, started, me }
}

test('a session outlives the process, in a file that only its owner reads and that holds no secret', async () => {
  const { sessions, key, cookie, me } = await signedIn()
  expect(await me()).toBe(200)
  expect(statSync(sessions).mode & 0o777).toBe(0o600)
  const text = readFileSync(sessions, 'utf8')
  expect(text).not.toContain(cookie.split('=')[1])
  expect(text).not.toContain(key)
})

test('it ends with its twelve hours, with its key, and for good with signing out', async () => {
  const { started, me } = await signedIn()
  expect(await me(started(() => NOW + 12 * HOUR))).toBe(401)
  expect(await me(started(() => NOW + 12 * HOUR - 1))).toBe(200)
  expect(await me(started(), 'DELETE', '/api/session')).toBe(204)
  expect(await me()).toBe(401)
  const other = await signedIn()
  await keysIn(other.file).revoke('auditor')
  expect(await other.me()).toBe(401)
})

test('a damaged file of sessions shows everybody out, and nobody in', async () => {
  const { sessions, me } = await signedIn()
  for (const text of ['', '[]', '{"format":1,"sessions":[{"hash":"x"}]}']) {
    writeFileSync(sessions, text)
    expect([text, await me()]).toEqual([text, 401])
  }
})

test('consoles at two ports of one host leave each other signed in', async () => {
  /** As a browser keeps them: by host and name, whatever the port. */
  const jar = new Map<string, string>()
  const opened = (port: number) => {
    const link = oneTimeLink()
    const console = openConsole({ inventory, who: link, hosts: [`127.0.0.1:${port}`] })
    const ask = async (method: string, path: string, init: RequestInit = {}) => {
      const Cookie = [...jar].map((pair) => pair.join('=')).join('; ')
      const headers = { ...init.headers, Cookie }
      const request = new Request(`http://127.0.0.1:${port}/api${path}`, { ...init, method, headers })
      const { status, headers: told } = await console.fetch(request)
      for (const set of told.getSetCookie()) {
        const [name = '', value = ''] = set.split(';')[0]?.split('=') ?? []
        if (set.includes('Max-Age=0')) jar.delete(name)
        else jar.set(name, value)
      }
      return status
    }
    const enter = () =>
      ask('POST', '/session', {
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ secret: link.secret }),
      })
    return { ask, enter }
  }
  const [one, other] = [opened(4173), opened(4174)]
  expect([await one.enter(), await other.enter()]).toEqual([201, 201])
  expect([await one.ask('GET', '/me'), await other.ask('GET', '/me')]).toEqual([200, 200])
  expect(await other.ask('DELETE', '/session')).toBe(204)
  expect([await one.ask('GET', '/me'), await other.ask('GET', '/me')]).toEqual([200, 401])
})

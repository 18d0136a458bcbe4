import { type Console, type Doorkeeper, oneTimeLink, openConsole } from '@tidemark/console'
import { permissions } from 'tidemark'
import { describe, expect, it, test } from 'vitest'
import { askingAs, inMarch, NOW } from './asking.ts'
import { type Call, everyOperation } from './every-operation.ts'

const ORIGIN = 'http://127.0.0.1:4173'
const inventory = await inMarch()

function consoleFor(who: Doorkeeper, errors: unknown[] = []): Console {
  const hosts = ['127.0.0.1:4173', 'stock.example']
  return openConsole({ inventory, who, hosts, clock: () => NOW, onError: (error) => errors.push(error) })
}

const json = (body: unknown, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  body: JSON.stringify(body),
  headers: { 'Content-Type': 'application/json', ...headers },
})

/** A console with someone signed in, and their cookie. */
async function signedIn() {
  const link = oneTimeLink()
  const console = consoleFor(link)
  const ask = (path: string, init: RequestInit = {}) => console.fetch(new Request(ORIGIN + path, init))
  const entered = await ask('/api/session', json({ secret: link.secret }))
  const cookie = entered.headers.get('Set-Cookie') ?? ''
  return { ask, console, link, entered, cookie, session: { Cookie: cookie.split(';')[0] ?? '' } }
}

// biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came back
async function jsonOf(response: Response): Promise<any> {
  return response.json()
}

async function codeOf(response: Response): Promise<readonly [number, string]> {
  const { code, error, details } = await jsonOf(response)
  expect([typeof error, typeof details]).toEqual(['string', 'object'])
  return [response.status, code]
}

/** A call of each operation there is. */
const calls = everyOperation((await askingAs(inventory)('/api/openapi.json')).json)

/** The same as a request, with headers. */
function requestOf({ url, init: { json, ...init } }: Call, headers: Record<string, string> = {}): Request {
  const body = json === undefined ? {} : { body: JSON.stringify(json) }
  const type = init.method === 'GET' ? {} : { 'Content-Type': 'application/json' }
  return new Request(ORIGIN + url, { ...init, ...body, headers: { ...type, ...headers } })
}

/** Those operations that answer a request like this otherwise than they should. */
async function otherwise(
  console: Console,
  headers: Record<string, string>,
  status: number,
  code: string,
): Promise<readonly string[]> {
  const answers = await Promise.all(
    calls.map(async (call) => {
      const response = await console.fetch(requestOf(call, headers))
      const body = await jsonOf(response)
      return response.status === status && body.code === code ? [] : [call.name]
    }),
  )
  return answers.flat()
}

describe('by any operation', () => {
  it('nothing of the inventory is told without a key; whether it lives is', async () => {
    const { console } = await signedIn()
    expect(calls.length).toBeGreaterThan(25)
    expect(await otherwise(console, {}, 401, 'UNAUTHENTICATED')).toEqual(['get /health'])
  })

  it('nothing is told to whoever has a wrong key', async () => {
    const { console } = await signedIn()
    const wrong = { Authorization: `Bearer tidemark_${'A'.repeat(43)}` }
    expect(await otherwise(console, wrong, 401, 'WRONG_KEY')).toEqual(['get /health'])
  })

  it('nothing is told to, or done for, a page of another site', async () => {
    const { console, session } = await signedIn()
    const before = await inventory.head()
    for (const site of [{ Origin: 'https://evil.example' }, { 'Sec-Fetch-Site': 'cross-site' }]) {
      expect(await otherwise(console, { ...session, ...site }, 403, 'CROSS_SITE')).toEqual([])
    }
    expect(await inventory.head()).toEqual(before)
  })

  it('nothing is told or done under another name', async () => {
    const { console, session } = await signedIn()
    const elsewhere = { ...session, Host: 'evil.example' }
    expect(await otherwise(console, elsewhere, 403, 'HOST_NOT_ALLOWED')).toEqual([])
  })
})

describe('without a key', () => {
  it('a wrong one is refused, and not told from a missing one by what it nearly was', async () => {
    const { ask } = await signedIn()
    for (const value of ['Bearer x', 'Bearer', 'Basic a2V5', `Bearer tidemark_${'A'.repeat(43)}`]) {
      expect(await codeOf(await ask('/api/levels', { headers: { Authorization: value } }))).toEqual([
        401,
        'WRONG_KEY',
      ])
    }
    const stale = { headers: { Cookie: 'tidemark_session_4173=x' } }
    expect(await codeOf(await ask('/api/levels', stale))).toEqual([401, 'UNAUTHENTICATED'])
  })
})

describe('the link', () => {
  it('works once, and becomes a cookie no script and no other site can use', async () => {
    const { ask, link, entered, cookie, session } = await signedIn()
    expect(entered.status).toBe(201)
    expect(cookie).toMatch(/; HttpOnly; SameSite=Strict$/)
    expect(cookie).not.toContain(link.secret)
    expect((await ask('/api/levels', { headers: session })).status).toBe(200)
    expect(await codeOf(await ask('/api/session', json({ secret: link.secret })))).toEqual([401, 'WRONG_KEY'])
  })

  it('ends with signing out', async () => {
    const { ask, session } = await signedIn()
    expect((await ask('/api/session', { method: 'DELETE', headers: session })).status).toBe(204)
    expect((await ask('/api/me', { headers: session })).status).toBe(401)
  })

  it('gives a cookie for TLS alone where a proxy speaks TLS', async () => {
    const link = oneTimeLink()
    const headers = { Origin: 'https://stock.example', Host: 'stock.example' }
    const request = new Request('http://stock.example/api/session', json({ secret: link.secret }, headers))
    expect((await consoleFor(link).fetch(request)).headers.get('Set-Cookie')).toContain('; Secure')
  })
})

describe('what one may not do', () => {
  it('is refused by the API, operation by operation', async () => {
    const limited = calls.filter(({ needs }) => needs?.startsWith('inventory.'))
    expect(limited.length).toBeGreaterThan(25)
    const answers: Record<string, unknown> = {}
    for (const { name, needs, url, init } of limited) {
      const ask = askingAs(
        inventory,
        permissions.filter((one) => one !== needs),
      )
      const { status, json } = await ask(url, init)
      if (status !== 403 || json.details.permission !== needs) answers[name] = json
    }
    expect(answers).toEqual({})
  })

  it('leaves nothing in the log', async () => {
    const before = await inventory.head()
    const ask = askingAs(inventory, ['inventory.read'])
    expect((await ask('/api/snapshots', { method: 'POST', json: {} })).status).toBe(403)
    expect(await inventory.head()).toEqual(before)
  })
})

describe('another site', () => {
  it.each([
    [{ Origin: 'http://evil.example' }, 'CROSS_SITE'],
    [{ Origin: 'null' }, 'CROSS_SITE'],
    [{ Origin: 'http://127.0.0.1:9999' }, 'CROSS_SITE'],
    [{ 'Sec-Fetch-Site': 'cross-site' }, 'CROSS_SITE'],
    [{ 'Sec-Fetch-Site': 'same-site' }, 'CROSS_SITE'],
    [{ Host: 'evil.example:4173' }, 'HOST_NOT_ALLOWED'],
    [{ Host: '127.0.0.1' }, 'HOST_NOT_ALLOWED'],
  ])('%j is refused, signed in or not', async (headers, code) => {
    const { ask, session } = await signedIn()
    expect(await codeOf(await ask('/api/levels', { headers: { ...session, ...headers } }))).toEqual([
      403,
      code,
    ])
    const post = json({}, { ...session, ...headers })
    expect(await codeOf(await ask('/api/snapshots', post))).toEqual([403, code])
  })

  it('cannot send a form in our name', async () => {
    const { ask, session } = await signedIn()
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'application/jsonx',
    ]) {
      const init = { method: 'POST', body: '{}', headers: { ...session, 'Content-Type': type } }
      expect(await codeOf(await ask('/api/snapshots', init))).toEqual([400, 'NOT_JSON'])
    }
  })
})

describe('what is no request', () => {
  it.each(['{', 'nul', '"', '[1,', '\u0000'])('as malformed JSON %j is refused', async (body) => {
    const { ask, session } = await signedIn()
    const init = { method: 'POST', body, headers: { ...session, 'Content-Type': 'application/json' } }
    expect(await codeOf(await ask('/api/snapshots', init))).toEqual([400, 'NOT_JSON'])
  })

  it.each([
    'null',
    '[]',
    '"text"',
    '{"unknown":1}',
    '{"name":7}',
    '{"asOf":{}}',
    '{"__proto__":{"polluted":true}}',
    '{"name":"x","__proto__":{"polluted":true}}',
  ])('as a body %s is refused', async (body) => {
    const { ask, session } = await signedIn()
    const init = { method: 'POST', body, headers: { ...session, 'Content-Type': 'application/json' } }
    expect(await codeOf(await ask('/api/snapshots', init))).toEqual([400, 'INVALID_REQUEST'])
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })

  it.each([
    'page=0',
    'page=-1',
    'page=1.5',
    'page=1e9',
    'pageSize=1001',
    'pageSize=NaN',
    'sort=password',
    'sort=__proto__',
    'unknown=1',
    'page=1&page=2',
    'flag=constructor',
    'snapshot=x&asOf=2027-01-01T00:00:00Z',
    `text=${'a'.repeat(300)}`,
  ])('as a question ?%s is refused', async (query) => {
    const { ask, session } = await signedIn()
    expect(await codeOf(await ask(`/api/levels?${query}`, { headers: session }))).toEqual([
      400,
      'INVALID_REQUEST',
    ])
  })

  it.each(['2027-02-30T00:00:00Z', '2027-01-01', 'now', '9999999999999999', "' OR 1=1"])(
    'as an instant %s is refused',
    async (asOf) => {
      const { ask, session } = await signedIn()
      const url = `/api/levels?asOf=${encodeURIComponent(asOf)}`
      expect(await codeOf(await ask(url, { headers: session }))).toEqual([400, 'INVALID_TIME'])
    },
  )

  it('as a body of megabytes is not even read', async () => {
    const { ask, session } = await signedIn()
    const init = json({ description: 'x'.repeat(70_000) }, session)
    expect(await codeOf(await ask('/api/snapshots', init))).toEqual([413, 'BODY_TOO_LARGE'])
    let sent = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent++
        controller.enqueue(new Uint8Array(16_384).fill(32))
      },
    })
    const streamed = { method: 'POST', body: endless, duplex: 'half', headers: init.headers } as RequestInit
    expect(await codeOf(await ask('/api/snapshots', streamed))).toEqual([413, 'BODY_TOO_LARGE'])
    expect(sent).toBeLessThan(10)
  })
})

describe('paths', () => {
  it.each([
    '/../package.json',
    '/page/../../package.json',
    '/page/..%2f..%2fpackage.json',
    '/page/%2e%2e/%2e%2e/package.json',
    '/page/....//package.json',
    '/page/main.ts%00.js',
    '/assets/index.html',
    '//evil.example/',
    '/api/../package.json',
    '/api/levels/',
    '/api/__proto__',
    '/.git/config',
  ])('%s leads nowhere', async (path) => {
    const { ask, session } = await signedIn()
    expect(await codeOf(await ask(path, { headers: session }))).toEqual([404, 'NOT_FOUND'])
  })

  it('of an item take any name', async () => {
    const { ask, session } = await signedIn()
    for (const item of [
      '../../x',
      'a/b',
      '%',
      '<script>',
      'toString',
      '__proto__',
      '\u202e',
      'x'.repeat(300),
    ]) {
      const response = await ask(`/api/items/${encodeURIComponent(item)}`, { headers: session })
      expect([400, 404]).toContain(response.status)
    }
    expect((await ask('/api/items/%E0%A4%A', { headers: session })).status).toBeGreaterThanOrEqual(400)
  })
})

test('every answer forbids what the page does not need', async () => {
  const { ask, session } = await signedIn()
  for (const path of ['/', '/style.css', '/api/levels', '/api/none', '/api/exports/levels']) {
    const { headers } = await ask(path, { headers: session })
    const policy = headers.get('Content-Security-Policy') ?? ''
    expect(policy.split('; '), path).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self'",
      "connect-src 'self'",
      "form-action 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
    ])
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(headers.get('Referrer-Policy')).toBe('no-referrer')
    expect(headers.get('Access-Control-Allow-Origin')).toBeNull()
  }
})

test('script in a text comes back as text, and never as a page', async () => {
  const script = '<img src=x onerror=alert(1)>"\'</script>'
  const ask = askingAs(await inMarch())
  const created = await ask('/api/snapshots', { method: 'POST', json: { name: script, description: script } })
  expect(created.json).toMatchObject({ name: script, description: script })
  expect(created.headers.get('Content-Type')).toMatch(/^application\/json/)
  const file = await ask(`/api/exports/snapshots/${created.json.id}?format=json`)
  expect(file.headers.get('Content-Disposition')).toBe(
    'attachment; filename="img-src-x-onerror-alert-1-script.json"',
  )
})

describe('a crowd', () => {
  it('of 500 at once is served or told to wait, and all is well afterwards', async () => {
    const { ask, session } = await signedIn()
    const asked = Array.from({ length: 500 }, () => ask('/api/levels', { headers: session }))
    const answers = await Promise.all(asked)
    const statuses = answers.map(({ status }) => status)
    expect(new Set(statuses)).toEqual(new Set([200, 429]))
    const refused = answers.find(({ status }) => status === 429)
    expect(refused?.headers.get('Retry-After')).toBe('1')
    await Promise.all(answers.map((answer) => answer.text()))
    expect((await ask('/api/levels', { headers: session })).status).toBe(200)
  })

  it('of clients that never take what they asked for is let go when they leave', async () => {
    const { ask, session } = await signedIn()
    const slow = await Promise.all(
      Array.from({ length: 64 }, () => ask('/api/exports/levels', { headers: session })),
    )
    expect((await ask('/api/levels', { headers: session })).status).toBe(429)
    await Promise.all(slow.map(({ body }) => body?.cancel()))
    expect((await ask('/api/levels', { headers: session })).status).toBe(200)
  })
})

test('what should not have happened is told to the host, and to nobody else', async () => {
  const errors: unknown[] = []
  const broken: Doorkeeper = {
    admit: async () => {
      throw new Error('disk /var/secret is gone')
    },
  }
  const console = consoleFor(broken, errors)
  const response = await console.fetch(
    new Request(`${ORIGIN}/api/levels`, { headers: { Authorization: 'Bearer key' } }),
  )
  const text = await response.text()
  expect(response.status).toBe(500)
  expect(text).not.toContain('secret')
  expect(String(errors[0])).toContain('/var/secret')
})

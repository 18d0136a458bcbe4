import { beforeAll, describe, expect, it, test } from 'vitest'
import { type Answer, askingAs, inMarch, movement, problemsOf } from './asking.ts'

const T = '2027-03-15T00:00:00.000Z'

type Ask = ReturnType<typeof askingAs>

let ask: Ask

beforeAll(async () => {
  const inventory = await inMarch()
  await inventory.record([
    {
      id: 'D1',
      type: 'ItemDefined',
      occurredAt: '2027-03-01T08:00:00Z',
      item: 'tea',
      name: 'Green tea',
      group: 'drinks',
      minimum: '40',
      maximum: '60',
    },
    movement('LotCorrected', 'L1', '2027-03-22T09:00:00Z', {
      to: 'A7',
      quantity: '5',
      expiresOn: '2027-04-20',
    }),
    movement('ChannelStockAllocated', 'C1', '2027-03-22T09:00:00Z', { channel: 'web', quantity: '3' }),
  ])
  ask = askingAs(inventory)
})

describe('levels', () => {
  it('are a page of rows with what all rows add up to, and the moment they stand for', async () => {
    const { status, json } = await ask(`/api/levels?asOf=${T}`)
    expect(status).toBe(200)
    expect(json.moment).toEqual({
      asOf: T,
      knownThrough: { stream: 'main.item-tea', revision: 6 },
      snapshot: null,
      frozen: false,
    })
    expect(
      json.items.map(({ item, branch, onHand, value }: Record<string, string>) => [
        item,
        branch,
        onHand,
        value,
      ]),
    ).toEqual([
      ['coffee', 'south', '2.5', '20'],
      ['tea', 'north', '6', '27'],
    ])
    expect(json.pagination).toEqual({ page: 1, pageSize: 50, total: 2, totalPages: 1 })
    expect(json.totals).toEqual({ onHand: '8.5', value: '47', rows: 2, items: 2 })
  })

  it('come page by page', async () => {
    const pages = await Promise.all([1, 2, 3, 4].map((page) => ask(`/api/levels?page=${page}&pageSize=1`)))
    expect(pages.map(({ json }) => json.items.map((row: { branch: string }) => row.branch))).toEqual([
      ['south'],
      ['north'],
      ['south'],
      [],
    ])
    expect(pages[0]?.json.pagination).toEqual({ page: 1, pageSize: 1, total: 3, totalPages: 3 })
  })

  it('can be sorted by a figure, and searched by name', async () => {
    const byValue = await ask('/api/levels?sort=value&descending=true')
    expect(byValue.json.items.map((row: { value: string }) => Number(row.value))).toEqual(
      byValue.json.items
        .map((row: { value: string }) => Number(row.value))
        .toSorted((a: number, b: number) => b - a),
    )
    const green = await ask('/api/levels?text=GREEN')
    expect(green.json.items.map((row: { item: string }) => row.item)).toEqual(['tea', 'tea'])
    expect(green.json.items[0].name).toBe('Green tea')
  })

  it('tell what deserves a look', async () => {
    const negative = await ask('/api/levels?flag=negative')
    expect(
      negative.json.items.map((row: { branch: string; flags: string[] }) => [row.branch, row.flags]),
    ).toEqual([['south', ['negative', 'below-minimum', 'no-cost']]])
    expect((await ask('/api/levels?flag=below-minimum')).json.pagination.total).toBe(2)
  })

  it('of before anything happened are none', async () => {
    const { json } = await ask('/api/levels?asOf=2020-01-01T00:00:00Z')
    expect(json.items).toEqual([])
    expect(json.totals).toEqual({ onHand: '0', value: '0', rows: 0, items: 0 })
  })
})

test('the page of an item is empty while nothing was known', async () => {
  const before = `asOf=${T}&knownThrough=2011-07-14T12:00:00Z`
  const { json } = await ask(`/api/items/tea?${before}`)
  expect(json.moment).toMatchObject({ asOf: T, knownThrough: null })
  expect([json.company.quantities.onHand, json.company.knownThrough, json.branches]).toEqual(['0', null, []])
  const { text } = await ask(`/api/exports/items/tea?${before}`)
  expect(text.trim().split('\r\n').slice(1)).toEqual([expect.stringMatching(/^tea,,tea,{12}0,0,0,0,0,/)])
})

describe('channels', () => {
  it('have what is reserved for them, and the row without one what is reserved for none', async () => {
    const inventory = await inMarch()
    const reserved = (id: string, fields: object) =>
      movement('StockReserved', id, '2027-03-26T09:00:00Z', { reservation: id, ...fields })
    await inventory.record([
      movement('ChannelStockAllocated', 'C1', '2027-03-26T09:00:00Z', { channel: 'web', quantity: '5' }),
      reserved('W1', { channel: 'web', quantity: '3' }),
      reserved('W2', { channel: 'shop', quantity: '0.5' }),
    ])
    const here = askingAs(inventory)
    const rows = async () =>
      (await here('/api/channels?item=tea')).json.items.map((row: Record<string, unknown>) => [
        row.channel,
        row.reserved,
      ])
    expect(await rows()).toEqual([
      ['shop', '0.5'],
      ['web', '3'],
      [null, '0'],
    ])
    await inventory.record(reserved('W3', { quantity: '2' }))
    expect((await rows()).at(-1)).toEqual([null, '2'])
  })
})

describe('frozen answers', () => {
  it('carry an ETag, by which whoever has them already is told so', async () => {
    const { json: head } = await ask('/api/head')
    const { stream, revision } = head.lastEvent
    const url = `/api/levels?asOf=${T}&knownThrough=${stream}@${revision}`
    const first = await ask(url)
    expect(first.json.moment.frozen).toBe(true)
    const etag = first.headers.get('ETag') ?? ''
    expect(etag).toMatch(/^"[\w-]{43}"$/)
    const again = await ask(url, { headers: { 'If-None-Match': etag } })
    expect([again.status, again.text]).toEqual([304, ''])
    const other = await ask(`${url}&sort=value`, { headers: { 'If-None-Match': etag } })
    expect(other.status).toBe(200)
  })

  it('are those alone: what is known now may change', async () => {
    expect((await ask(`/api/levels?asOf=${T}`)).headers.get('ETag')).toBeNull()
  })
})

describe('snapshots', () => {
  it('are created, listed, opened, verified, described and discarded', async () => {
    const here = askingAs(await inMarch())
    const wanted = { id: 'mid', name: 'Mid-March', description: 'for the bank', asOf: T }
    const created = await here('/api/snapshots', { method: 'POST', json: wanted })
    expect([created.status, created.json.totals]).toEqual([201, { onHand: '8.5', value: '47', items: 2 }])
    expect((await here('/api/snapshots', { method: 'POST', json: wanted })).json).toEqual(created.json)
    expect((await here('/api/snapshots?text=bank')).json.items).toEqual([created.json])
    const levels = await here('/api/levels?snapshot=mid')
    expect(levels.json.moment).toMatchObject({ asOf: T, snapshot: 'mid', frozen: true })
    expect(levels.json.totals.value).toBe('47')
    expect((await here('/api/snapshots/mid/verification')).json).toMatchObject({ ok: true, items: [] })
    const renamed = await here('/api/snapshots/mid', { method: 'PATCH', json: { name: 'Ides' } })
    expect(renamed.json).toMatchObject({ name: 'Ides', description: 'for the bank' })
    const gone = await here('/api/snapshots/mid/discard', { method: 'POST', json: { reason: 'a trial' } })
    expect(gone.json.discarded.reason).toBe('a trial')
  })

  it('keep their description where an empty one is sent, which is as good as none', async () => {
    const here = askingAs(await inMarch())
    const description = 'for the bank'
    const bare = await here('/api/snapshots', { method: 'POST', json: { id: 'bare', description: ' ' } })
    expect([bare.status, bare.json.description]).toEqual([201, null])
    await here('/api/snapshots', { method: 'POST', json: { id: 'mid', description } })
    for (const empty of ['', ' ']) {
      const json = { name: 'Ides', description: empty }
      const { status, json: kept } = await here('/api/snapshots/mid', { method: 'PATCH', json })
      expect([status, kept.name, kept.description]).toEqual([200, 'Ides', description])
    }
  })

  it('take a description as long as the description of the API promises, and none that is longer', async () => {
    const { paths } = (await ask('/api/openapi.json')).json
    const { schema } = paths['/snapshots'].post.requestBody.content['application/json']
    const longest = 'x'.repeat(schema.properties.description.maxLength)
    const here = askingAs(await inMarch())
    const send = (description: string) =>
      here('/api/snapshots', { method: 'POST', json: { id: 'long', description } })
    expect((await send(`${longest}x`)).json.code).toBe('INVALID_REQUEST')
    expect((await send(longest)).status).toBe(201)
  })

  it('drift when something is recorded late, and stay what they were', async () => {
    const inventory = await inMarch()
    const here = askingAs(inventory)
    await here('/api/snapshots', { method: 'POST', json: { id: 'mid', asOf: T } })
    await inventory.record(
      movement('StockSold', 'S9', '2027-03-02T10:00:00Z', { quantity: '1', netAmount: '9' }),
    )
    expect((await here('/api/levels?snapshot=mid')).json.totals.onHand).toBe('8.5')
    const { json } = await here('/api/snapshots/mid/drift')
    expect(json.items).toHaveLength(1)
    expect(json.items[0]).toMatchObject({ item: 'tea', frozen: { onHand: '6' }, now: { onHand: '5' } })
    expect(json.items[0].entries).toMatchObject([{ id: 'S9', quantity: '-1', value: '-4.5' }])
  })
})

describe('a comparison', () => {
  const moments = `moment=${T}&moment=2027-03-31T00:00:00Z`

  it('has the rows that changed, and a bridge that adds up', async () => {
    const { json } = await ask(`/api/comparison?${moments}&changed=true&sort=onHand`)
    expect(json.items.map((row: Record<string, unknown>) => [row.item, row.branch])).toEqual([
      ['tea', 'north'],
      ['tea', 'south'],
    ])
    const quantities = json.bridge.map(({ quantity }: { quantity: string }) => Number(quantity))
    const closing = quantities.pop()
    expect(quantities.reduce((sum: number, one: number) => sum + one)).toBe(closing)
  })

  it('is sorted by changes that are larger than one movement may be', async () => {
    const inventory = await inMarch()
    const large = { item: 'gold', quantity: '600000', unitCost: '1000000' }
    await inventory.record(
      ['G1', 'G2'].map((id) => movement('StockReceived', id, '2027-03-16T09:00:00Z', large)),
    )
    const { status, json } = await askingAs(inventory)(`/api/comparison?${moments}&sort=value`)
    expect(status).toBe(200)
    expect(json.items[0]).toMatchObject({ item: 'gold', value: { overall: { by: '1200000000000' } } })
  })

  it('opens a line of the bridge to the movements behind it', async () => {
    const { json } = await ask(`/api/comparison/movements?${moments}&kind=receipt`)
    expect(json.items.map(({ id, quantity }: Record<string, string>) => [id, quantity])).toEqual([
      ['R2', '6'],
    ])
  })

  it('goes from the earlier to the later', async () => {
    const { status, json } = await ask(`/api/comparison?moment=2027-03-31T00:00:00Z&moment=${T}`)
    expect([status, json.code]).toEqual([400, 'WRONG_ORDER'])
  })
})

test('the history tells how many movements when, and the month ends of a zone', async () => {
  const { json } = await ask('/api/history?parts=4&zone=Europe/London')
  expect(json).toMatchObject({
    from: '2027-03-01T09:00:00.000Z',
    to: '2027-03-25T09:00:00.000Z',
    density: [2, 1, 0, 2],
    monthEnds: ['2027-03-31T22:59:59.999Z'],
    closedThrough: null,
  })
})

test('movements come the latest first', async () => {
  const { json } = await ask('/api/movements?item=tea&branch=north')
  expect(json.items.map(({ id }: { id: string }) => id)).toEqual(['R2', 'S1', 'R1'])
  expect(json.items[1]).toMatchObject({ type: 'StockSold', quantity: '-4', value: '-18' })
})

describe('files', () => {
  it.each(['csv', 'json', 'jsonl', 'xlsx'])('are downloads as %s', async (format) => {
    const { status, headers, text } = await ask(`/api/exports/levels?asOf=${T}&format=${format}`)
    expect(status).toBe(200)
    expect(headers.get('Content-Disposition')).toBe(
      `attachment; filename="levels-2027-03-15T00-00-00-000Z.${format}"`,
    )
    expect(text.length).toBeGreaterThan(100)
  })

  it('hold what the page shows', async () => {
    const { text } = await ask(`/api/exports/levels?asOf=${T}`)
    const lines = text.trim().split('\r\n')
    expect(lines[1]).toMatch(/^coffee,south,2\.5,20,8,/)
    expect(lines).toHaveLength(3)
  })
})

test('the description names the cookie of this console', async () => {
  const { session } = (await ask('/api/openapi.json')).json.components.securitySchemes
  expect(session).toEqual({ type: 'apiKey', in: 'cookie', name: 'tidemark_session_4173' })
})

describe('every operation of the description', () => {
  const params: Readonly<Record<string, string>> = {
    item: 'tea',
    id: 'taken',
    schedule: 'books',
    trigger: 'sold out',
  }
  const sale = movement('StockSold', 'S7', '2027-03-30T09:00:00Z', { quantity: '1', netAmount: '9' })
  const queries: Readonly<Record<string, string>> = {
    '/comparison': `?moment=taken&moment=2027-03-31T00:00:00Z`,
    '/comparison/movements': `?moment=taken&moment=2027-03-31T00:00:00Z&kind=sale`,
    '/exports/comparison': `?moment=taken&moment=2027-03-31T00:00:00Z`,
    '/exports/bridge': `?moment=taken&moment=2027-03-31T00:00:00Z`,
    '/trend': '?from=2027-03-01T00:00:00Z&to=2027-04-01T00:00:00Z&every=week&by=branch',
    '/levels/groups': '?by=group',
    '/exports/levels/groups': '?by=branch',
    '/exports/trend': '?from=2027-03-01T00:00:00Z&to=2027-04-01T00:00:00Z&every=week',
  }
  const bodies: Readonly<Record<string, object>> = {
    'post /snapshots': { id: 'another' },
    'patch /snapshots/{id}': { name: 'new' },
    'post /snapshots/{id}/discard': { reason: 'none' },
    'post /movements': { movements: [sale] },
    'post /movements/preview': { movements: [sale] },
    'put /schedules/{schedule}': { every: 'month-end', timeZone: 'UTC' },
    'post /schedules/{schedule}/remove': {},
    'put /triggers/{trigger}': { when: 'stock-out' },
    'post /triggers/{trigger}/remove': {},
    'post /periods/close': { through: '2027-01-01T00:00:00Z' },
    'post /periods/reopen': { through: null, reason: 'again' },
    'post /sample/cancel': {},
  }

  /** Of what goes on for ever, and of what needs an empty workspace, there are tests of their own. */
  const elsewhere: ReadonlySet<string> = new Set(['get /events', 'post /sample'])

  it('answers with what it says', async () => {
    const description = (await ask('/api/openapi.json')).json
    await ask('/api/snapshots', { method: 'POST', json: { id: 'taken', asOf: T } })
    const answers: Record<string, unknown> = {}
    for (const [path, methods] of Object.entries<Record<string, { responses: Record<string, unknown> }>>(
      description.paths,
    )) {
      for (const [method, { responses }] of Object.entries(methods)) {
        if (elsewhere.has(`${method} ${path}`)) continue
        const url = `/api${path.replaceAll(/\{(\w+)\}/g, (_, name) => params[name] ?? '')}${queries[path] ?? ''}`
        const json = bodies[`${method} ${path}`]
        const answer: Answer = await ask(url, { method: method.toUpperCase(), ...(json && { json }) })
        const schema = schemaIn(responses[String(answer.status)])
        answers[`${method} ${path}`] =
          answer.status >= 400 ? answer.json : schema === null ? [] : problemsOf(schema, answer.json)
      }
    }
    expect(Object.keys(answers).length).toBeGreaterThan(38)
    expect(
      Object.entries(answers).filter(([, problems]) => !(Array.isArray(problems) && problems.length === 0)),
    ).toEqual([])
  })
})

function schemaIn(response: unknown): object | null {
  const content = Reflect.get(Object(response), 'content')
  return content?.['application/json']?.schema ?? null
}

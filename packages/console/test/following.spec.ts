import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keysIn, openConsole } from '@tidemark/console'
import type { Inventory } from 'tidemark'
import { expect, onTestFinished, test } from 'vitest'
import { followStream } from '../src/following/stream.ts'
import { inMarch, movement, NOW } from './asking.ts'

const sale = (id: string) =>
  movement('StockSold', id, '2027-03-30T09:00:00Z', { quantity: '1', netAmount: '9' })

/** Reads messages of a stream one by one. */
function messages(response: Response) {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  return {
    async next(): Promise<string | null> {
      while (!text.includes('\n\n')) {
        const { done, value } = (await reader?.read()) ?? { done: true, value: undefined }
        if (done) return null
        text += value
      }
      const [message = '', ...rest] = text.split('\n\n')
      text = rest.join('\n\n')
      return message
    },
    leave: () => reader?.cancel(),
  }
}

function follower(inventory: Inventory) {
  const console = openConsole({
    inventory,
    who: () => ({ id: 'kim', permissions: ['inventory.read'] }),
    hosts: ['here'],
    clock: () => NOW,
  })
  return (path: string, headers: Record<string, string> = {}) =>
    console.fetch(new Request(`http://here${path}`, { headers }))
}

test('a follower is told of what was recorded since, and of what is recorded from then on', async () => {
  const inventory = await inMarch()
  const response = await follower(inventory)('/api/events?after=3')
  expect(response.headers.get('Content-Type')).toBe('text/event-stream')
  const told = messages(response)
  expect(await told.next()).toContain('event: ready')
  expect(await told.next()).toMatch(
    /^id: 4\nevent: recorded\ndata: \{"position":4,"id":"R2","type":"StockReceived"/,
  )
  expect(await told.next()).toContain('"id":"S2"')
  await inventory.record(sale('S7'))
  expect(await told.next()).toContain('"id":"S7","type":"StockSold","kind":"movement"')
  await inventory.snapshots.create({ name: 'Now' })
  expect(await told.next()).toContain('"kind":"snapshot"')
  await told.leave()
})

test('who lost the connection goes on after the last they were told of', async () => {
  const told = messages(await follower(await inMarch())('/api/events?after=1', { 'Last-Event-ID': '4' }))
  await told.next()
  expect(await told.next()).toContain('"id":"S2"')
  await told.leave()
})

test.each([
  ['?after=99999999999', {}, 99_999_999_999],
  ['', { 'Last-Event-ID': '6' }, 6],
  ['?after=1', { 'Last-Event-ID': '99' }, 99],
])('who is further than the log is told so, to begin anew: %s %j', async (query, headers, after) => {
  const inventory = await inMarch()
  const ask = follower(inventory)
  const response = await ask(`/api/events${query}`, headers)
  expect(response.status).toBe(409)
  expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff')
  const { position: head } = await inventory.head()
  expect(await response.json()).toMatchObject({ code: 'POSITION_BEYOND_HEAD', details: { after, head } })
  const told = messages(await ask(`/api/events?after=${head}`))
  expect(await told.next()).toContain('event: ready')
  await told.leave()
})

test('a follower that takes nothing costs no more than one, and is not among the requests under way', async () => {
  const inventory = await inMarch()
  const ask = follower(inventory)
  const many: Response[] = []
  for (let count = 0; count < 200; count++) many.push(await ask('/api/events'))
  expect(new Set(many.map(({ status }) => status))).toEqual(new Set([200]))
  expect((await ask('/api/events')).status).toBe(429)
  expect((await ask('/api/levels')).status).toBe(200)
  await Promise.all(many.map(({ body }) => body?.cancel()))
  const again = await ask('/api/events')
  expect(again.status).toBe(200)
  await again.body?.cancel()
})

test('it is read no faster than it is taken: in pieces, each from where the last one ended', async () => {
  const inventory = await inMarch()
  await inventory.record(Array.from({ length: 1000 }, (_, index) => sale(`M${index}`)))
  const asked: number[] = []
  const watched = {
    events: (options: { readonly after?: number }) => {
      asked.push(options.after ?? 0)
      return inventory.events(options)
    },
  }
  // Only `events` is asked of it.
  const response = followStream(
    { inventory: watched as Inventory, isStillIn: async () => true, signal: new AbortController().signal },
    0,
    () => {},
  )
  const told = messages(response)
  const ids: string[] = []
  await told.next()
  expect(asked).toEqual([])
  while (ids.length < 1005) ids.push(/"id":"(\w+)"/.exec((await told.next()) ?? '')?.[1] ?? '')
  expect(new Set(ids).size).toBe(1005)
  expect(asked.length).toBeGreaterThan(4)
  await told.leave()
})

test('it says now and then that it is there, and ends when somebody is no longer let in', async () => {
  const inventory = await inMarch()
  let isIn = true
  let ended = 0
  const { position } = await inventory.head()
  const { signal } = new AbortController()
  const asked = { inventory, isStillIn: async () => isIn, signal }
  const told = messages(followStream(asked, position, () => ended++, 1))
  await told.next()
  expect(await told.next()).toBe(': still here')
  isIn = false
  // What was said before they were shown out may still be on its way.
  for (let message = await told.next(); message !== null; message = await told.next()) {
    expect(message).toBe(': still here')
  }
  expect(ended).toBe(1)
})

test('a key that is revoked ends what its bearer follows, with the next that happens', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keys-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const keys = keysIn(join(folder, 'keys.json'))
  const { key } = await keys.create({ name: 'vera', permissions: ['inventory.read'] })
  const inventory = await inMarch()
  const console = openConsole({ inventory, who: keys, hosts: ['here'] })
  const headers = { Authorization: `Bearer ${key}` }
  const told = messages(await console.fetch(new Request('http://here/api/events', { headers })))
  await told.next()
  await keys.revoke('vera')
  await inventory.record(sale('S7'))
  expect(await told.next()).toBeNull()
})

import { openConsole, serveConsole } from '@tidemark/console'
import type { Inventory } from 'tidemark'
import { expect, onTestFinished, test } from 'vitest'
import { inMarch } from './asking.ts'

const paths = [
  '/api/levels',
  '/api/comparison?moment=2027-03-01T00:00:00Z&moment=2027-04-01T00:00:00Z',
  '/api/snapshots/mid/verification',
  '/api/snapshots/mid/drift',
  '/api/exports/levels',
  '/api/trend?from=2027-03-01T00:00:00Z&to=2027-04-01T00:00:00Z&every=day',
  '/api/exports/trend?from=2027-03-01T00:00:00Z&to=2027-04-01T00:00:00Z&every=day',
]

test.each(paths)('%s is left when nobody waits for it, and that is no error', async (path) => {
  const inventory = await inMarch()
  await inventory.snapshots.create({ id: 'mid', asOf: '2027-03-15T00:00:00Z' })
  const errors: unknown[] = []
  const console = openConsole({
    inventory,
    who: () => ({ id: 'kim', permissions: ['inventory.read'] }),
    hosts: ['here'],
    onError: (error) => errors.push(error),
  })
  const gone = AbortSignal.abort('the client has gone')
  const left = await console.fetch(new Request(`http://here${path}`, { signal: gone }))
  expect([left.status, errors]).toEqual([499, []])
  expect((await console.fetch(new Request(`http://here${path}`))).status).toBe(200)
})

test('a client of a real server that goes away is noticed by the work it waited for', async () => {
  const [begun, left] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const inventory = await inMarch()
  const verify: Inventory['snapshots']['verify'] = (_id, { signal } = {}) =>
    new Promise((_, reject) => {
      signal?.addEventListener('abort', () => {
        left.resolve()
        reject(signal.reason)
      })
      begun.resolve()
    })
  // An inventory in all but one thing it does.
  const slow = Object.create(inventory, {
    as: { value: () => ({ snapshots: { verify } }) },
    head: { value: () => inventory.head() },
  }) as Inventory
  const errors: unknown[] = []
  const who = () => ({ id: 'kim', permissions: ['inventory.read' as const] })
  const served = await serveConsole({ inventory: slow, who, port: 0, onError: (error) => errors.push(error) })
  onTestFinished(() => served.close())
  const goes = new AbortController()
  const asked = fetch(`${served.url}api/snapshots/mid/verification`, { signal: goes.signal })
  await begun.promise
  goes.abort()
  await expect(asked).rejects.toThrow()
  await left.promise
  expect((await fetch(`${served.url}api/health`)).status).toBe(200)
  expect(errors).toEqual([])
})

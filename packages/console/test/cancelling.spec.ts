import { openConsole } from '@tidemark/console'
import { expect, test } from 'vitest'
import { inMarch } from './asking.ts'

const paths = [
  '/api/levels',
  '/api/comparison?moment=2027-03-01T00:00:00Z&moment=2027-04-01T00:00:00Z',
  '/api/snapshots/mid/verification',
  '/api/snapshots/mid/drift',
  '/api/exports/levels',
  '/api/trend?from=2027-03-01T00:00:00Z&to=2027-04-01T00:00:00Z&every=day',
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

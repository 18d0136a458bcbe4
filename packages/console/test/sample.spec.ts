import { setImmediate as turn } from 'node:timers/promises'
import { openConsole, type Sample } from '@tidemark/console'
import { memoryLog } from '@tidemark/log'
import { openInventory, permissions } from 'tidemark'
import { expect, test } from 'vitest'
import { type Answer, askingAs, inMarch, march, NOW } from './asking.ts'

const lines = march.map((one) => `${JSON.stringify(one)}\n`)

/** A sample that waits in the middle until it is let go on. */
function sampleWith(middle: Promise<void> = Promise.resolve()): Sample {
  return {
    title: 'A month of tea',
    credit: 'made up',
    movements: march.length,
    async *read() {
      yield Buffer.from(lines.slice(0, 2).join(''))
      await middle
      yield Buffer.from(lines.slice(2).join(''))
    },
  }
}

const empty = () => openInventory({ log: memoryLog({ clock: () => NOW }), clock: () => NOW })

type Ask = ReturnType<typeof askingAs>

async function untilItEnds(ask: Ask) {
  for (;;) {
    const { json } = await ask('/api/sample')
    if (json.loading?.state !== 'loading') return json
    // As over a network: what loads has its turn in between.
    await turn()
  }
}

test('an empty workspace is offered the sample; it loads, and is offered no more', async () => {
  const ask = askingAs(empty(), undefined, { sample: sampleWith() })
  const offered = { title: 'A month of tea', credit: 'made up', movements: 5 }
  expect((await ask('/api/sample')).json).toEqual({ isEmpty: true, offered, loading: null })
  const begun = await ask('/api/sample', { method: 'POST', json: {} })
  expect(begun.json.loading).toMatchObject({ state: 'loading', movements: 5 })
  expect(await untilItEnds(ask)).toEqual({
    isEmpty: false,
    offered: null,
    loading: { state: 'loaded', recorded: 5, movements: 5 },
  })
  expect((await ask('/api/levels')).json.totals.onHand).toBe('13.5')
})

test('loading is cancelled, and goes on when it is asked for again', async () => {
  const middle = Promise.withResolvers<void>()
  const ask = askingAs(empty(), undefined, { sample: sampleWith(middle.promise) })
  await ask('/api/sample', { method: 'POST', json: {} })
  const stopped = await ask('/api/sample/cancel', { method: 'POST', json: {} })
  expect(stopped.json.loading.state).toBe('cancelled')
  middle.resolve()
  expect((await untilItEnds(ask)).offered).not.toBeNull()
  await ask('/api/sample', { method: 'POST', json: {} })
  expect((await untilItEnds(ask)).loading).toMatchObject({ state: 'loaded', recorded: 5 })
})

test('a workspace that holds something, or someone who may not, is offered nothing', async () => {
  const sample = sampleWith()
  const ask = askingAs(await inMarch(), undefined, { sample })
  expect((await ask('/api/sample')).json.offered).toBeNull()
  expect((await ask('/api/sample', { method: 'POST', json: {} })).json.code).toBe('NOT_EMPTY')
  const reader = askingAs(empty(), ['inventory.read'], { sample })
  expect((await reader('/api/sample')).json.offered).toBeNull()
  expect((await reader('/api/sample', { method: 'POST', json: {} })).status).toBe(403)
})

test('who may not be told how it stands is refused before anything is done', async () => {
  const middle = Promise.withResolvers<void>()
  const console = openConsole({
    inventory: empty(),
    hosts: ['here'],
    sample: sampleWith(middle.promise),
    who: ({ headers }) => ({
      id: 'kim',
      permissions: permissions.filter((one) => one !== 'inventory.read' || !headers.has('X-Blind')),
    }),
  })
  const ask = async (
    method: string,
    path: string,
    blind: Record<string, string> = {},
  ): Promise<Answer['json']> => {
    const headers = { 'Content-Type': 'application/json', ...blind }
    const body = method === 'POST' ? { body: '{}' } : {}
    const response = await console.fetch(new Request(`http://here/api${path}`, { method, headers, ...body }))
    return response.json()
  }
  const blind = { 'X-Blind': 'yes' }
  const state = async () => (await ask('GET', '/sample')).loading.state
  await ask('POST', '/sample')
  expect((await ask('POST', '/sample/cancel', blind)).code).toBe('PERMISSION_DENIED')
  expect(await state()).toBe('loading')
  await ask('POST', '/sample/cancel')
  expect((await ask('POST', '/sample', blind)).code).toBe('PERMISSION_DENIED')
  expect(await state()).toBe('cancelled')
  middle.resolve()
})

test('where there is none, none is offered', async () => {
  const ask = askingAs(empty())
  expect((await ask('/api/sample')).json).toEqual({ isEmpty: true, offered: null, loading: null })
  expect((await ask('/api/sample', { method: 'POST', json: {} })).status).toBe(404)
})

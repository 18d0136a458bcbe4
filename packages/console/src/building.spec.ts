import { memoryLog } from '@tidemark/log'
import { type InventoryView, openInventory } from 'tidemark'
import { expect, test } from 'vitest'
import { whole } from './building.ts'
import { nothingKept } from './kept.ts'

/** A view whose building ends when it is told to, or when it is left. */
async function slowView() {
  const inventory = openInventory({ log: memoryLog() })
  const view = await inventory.now()
  const { promise, resolve } = Promise.withResolvers<InventoryView>()
  const left: unknown[] = []
  const ready: InventoryView['ready'] = ({ signal } = {}) =>
    new Promise((done, fail) => {
      signal?.addEventListener('abort', () => {
        left.push(signal.reason)
        fail(signal.reason)
      })
      promise.then(() => done(view), fail)
    })
  // A view in all but how it is built.
  const slow = Object.create(view, { ready: { value: ready } }) as InventoryView
  return { slow, finish: () => resolve(view), left }
}

test('who goes waits no longer, and takes nothing from those who stay', async () => {
  const kept = nothingKept()
  const { slow, finish, left } = await slowView()
  const goes = new AbortController()
  const gone = whole({ kept, signal: goes.signal }, { view: slow })
  const stays = whole({ kept, signal: new AbortController().signal }, { view: slow })
  goes.abort(new Error('gone'))
  await expect(gone).rejects.toThrow('gone')
  expect(left).toEqual([])
  finish()
  expect((await stays).workspace).toBe('main')
})

test('when all have gone the work is left, and begun anew for whoever comes next', async () => {
  const kept = nothingKept()
  const { slow, finish, left } = await slowView()
  const goes = new AbortController()
  const gone = whole({ kept, signal: goes.signal }, { view: slow })
  goes.abort(new Error('gone'))
  await expect(gone).rejects.toThrow('gone')
  expect(left).toHaveLength(1)
  const next = whole({ kept, signal: new AbortController().signal }, { view: slow })
  finish()
  expect((await next).workspace).toBe('main')
})

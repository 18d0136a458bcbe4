import { LogError, memoryLog } from '@tidemark/log'
import fc from 'fast-check'
import { type InventoryEventInput, openInventory } from 'tidemark'
import { expect, test } from 'vitest'
import { historyKept } from './history.ts'

const HOUR = 3_600_000
const START = Date.parse('2025-03-01T00:00:00Z')
const FOREVER = 8.64e15

const aDeed = fc.record({
  item: fc.constantFrom('tea', 'coffee'),
  hour: fc.integer({ min: 0, max: 400 }),
  what: fc.constantFrom('receipt', 'sale', 'void the last', 'define'),
})

/** Something recorded of an item: goods, a correction, or nothing that moves. */
function eventOf(
  id: string,
  { item, hour, what }: { readonly item: string; readonly hour: number; readonly what: string },
  movement: string | undefined,
): InventoryEventInput {
  const common = { id, item, occurredAt: new Date(START + hour * HOUR).toISOString() }
  if (what === 'void the last' && movement !== undefined) {
    return { ...common, type: 'MovementVoided', movement, reason: 'a trial' }
  }
  if (what === 'define') return { ...common, type: 'ItemDefined', name: id }
  const moved = { ...common, branch: 'north', quantity: '1' }
  return what === 'sale'
    ? { ...moved, type: 'StockSold', netAmount: '2' }
    : { ...moved, type: 'StockReceived', unitCost: '1' }
}

test('a history that is kept on with what was recorded since is that of all of it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aDeed, { minLength: 1, maxLength: 12 }), async (deeds) => {
      const inventory = openInventory({ log: memoryLog() })
      const history = historyKept()
      const last = new Map<string, string>()
      for (const [n, deed] of deeds.entries()) {
        const event = eventOf(`E${n}`, deed, last.get(deed.item))
        await inventory.record(event)
        if (event.type === 'MovementVoided') last.delete(deed.item)
        else if (event.type !== 'ItemDefined') last.set(deed.item, event.id)
        const view = await inventory.asOf(FOREVER)
        const [kept, anew] = [await history.upTo(view, inventory), await historyKept().upTo(view, inventory)]
        expect([kept.first, kept.last, kept.parts(7)]).toEqual([anew.first, anew.last, anew.parts(7)])
      }
    }),
    { numRuns: 40 },
  )
})

test('a log that is away meanwhile loses nothing of it', async () => {
  const log = memoryLog()
  const inventory = openInventory({ log })
  const history = historyKept()
  const record = (n: number) =>
    inventory.record(eventOf(`E${n}`, { item: 'tea', hour: n, what: 'receipt' }, undefined))
  await record(1)
  await history.upTo(await inventory.asOf(FOREVER), inventory)
  await record(2)
  const view = await inventory.asOf(FOREVER)
  const away = openInventory({
    log: {
      ...log,
      readAll() {
        throw new LogError('LOG_UNAVAILABLE', 'a log')
      },
    },
  })
  await expect(history.upTo(view, away)).rejects.toMatchObject({ code: 'LOG_UNAVAILABLE' })
  expect((await history.upTo(view, inventory)).parts(2)).toEqual([1, 1])
})

import { memoryLog } from '@tidemark/log'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type InventoryEventInput, openInventory } from '../index.ts'
import { Reader } from '../reading/reader.ts'
import { asReadable } from '../view/item.ts'
import { NO_STAND, type Stand, standOf } from './stand.ts'
import { type ItemEvent, Stands } from './stands.ts'

/** One step of a made-up trade of one item at two branches; mostly in order, sometimes late, sometimes a correction. */
const step = fc.record({
  kind: fc.constantFrom(
    'receive',
    'sell',
    'sell',
    'move',
    'count',
    'order',
    'define',
    'void',
    'amend',
    'charge',
  ),
  late: fc.oneof(
    { weight: 4, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 40 }) },
  ),
  pause: fc.constantFrom(0, 1, 5),
  quantity: fc.integer({ min: 1, max: 9 }),
  north: fc.boolean(),
  target: fc.nat(),
})

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

function eventsOf(steps: readonly Step[]): readonly InventoryEventInput[] {
  let hour = 100
  const events: InventoryEventInput[] = []
  for (const [index, { kind, late, pause, quantity: number, north, target }] of steps.entries()) {
    hour += pause
    const occurredAt = new Date(Date.UTC(2027, 0, 1, hour - late))
    const quantity = String(number)
    const common = { id: `E${index}`, occurredAt, item: 'tea' }
    const branch = north ? 'north' : 'south'
    const named = events[target % Math.max(events.length, 1)]
    const receipt = events.find(({ type }) => type === 'StockReceived')
    const correction = { ...common, reason: 'typo' }
    if (kind === 'receive') {
      events.push({ ...common, type: 'StockReceived', branch, quantity, unitCost: '2', purchaseOrder: 'PO1' })
    } else if (kind === 'move') {
      events.push({
        ...common,
        type: 'StockTransferred',
        from: branch,
        to: north ? 'south' : 'north',
        quantity,
      })
    } else if (kind === 'count') {
      events.push({ ...common, type: 'StockCounted', branch, quantity })
      events.push({ ...common, id: `P${index}`, type: 'CountPosted', branch })
    } else if (kind === 'order') {
      events.push({
        ...common,
        type: 'PurchaseOrderSaved',
        branch,
        purchaseOrder: 'PO1',
        line: quantity,
        quantity,
        status: 'ordered',
      })
    } else if (kind === 'define') {
      events.push({
        ...common,
        type: 'ItemDefined',
        minimum: quantity,
        branches: { south: { minimum: '1', group: branch } },
      })
    } else if (kind === 'void' && named !== undefined) {
      events.push({ ...correction, type: 'MovementVoided', movement: named.id })
    } else if (kind === 'amend' && named?.type === 'StockSold') {
      const changes =
        target % 2 === 0 ? { quantity } : { occurredAt: new Date(Date.UTC(2027, 0, 1, hour + number)) }
      events.push({ ...correction, type: 'MovementAmended', movement: named.id, changes })
    } else if (kind === 'charge' && receipt !== undefined) {
      events.push({ ...common, type: 'ReceiptCostAdjusted', receipt: receipt.id, amount: quantity })
    } else {
      events.push({ ...common, type: 'StockSold', branch, quantity, netAmount: '9' })
    }
  }
  return events
}

/** What can be compared of a stand. */
function figures({ branches, openLines, attribute }: Stand): object {
  return {
    branches: [...branches],
    openLines,
    groups: [attribute('group', 'south'), attribute('group', undefined)],
  }
}

test('events folded together stand as each of them alone, known until just before it and just after', async () => {
  let together = 0
  const trade = fc.array(step, { minLength: 1, maxLength: 40 })
  const property = fc.asyncProperty(trade, async (steps) => {
    const log = memoryLog({ clock: () => Date.UTC(2028, 0) })
    await openInventory({ log, clock: () => Date.UTC(2028, 0) }).record(eventsOf(steps))
    const reader = new Reader({ log, workspace: 'main', futureTolerance: 0 })
    await reader.catchUp()
    const stands = new Stands(reader)
    const alone = (event: ItemEvent, knownThrough: number): Stand => {
      const state = reader.timeline.view({ asOf: event.occurredAt, knownThrough }).unit('tea')
      return state === undefined ? NO_STAND : standOf(asReadable(state))
    }
    for (const source of reader.timeline.sources('tea')) {
      const event = { ...source, item: 'tea' }
      const after = stands.after(event)
      expect(figures(after)).toEqual(figures(alone(event, event.position)))
      expect(figures(stands.before(event))).toEqual(figures(alone(event, event.position - 1)))
      // One told alone is made anew each time.
      together += Number(stands.after(event) === after)
    }
  })
  await fc.assert(property, { numRuns: 300 })
  expect(together).toBeGreaterThan(1000)
})

import { deepEqual, equal, ok, throws } from 'node:assert/strict'
import { DomainError, type EventType, eventSchemas, parseEvent, stockProjection } from '@tidemark/domain'
import { initialState, prepare, reduce } from '@tidemark/projection'
import {
  arbitraryEvent,
  arbitraryHistory,
  arbitraryTurn,
  arbitraryZone,
  type History,
  hostileEvents,
  hostileLines,
  knownEvents,
  movementLine,
} from '@tidemark/testing'
import fc from 'fast-check'
import { suite } from 'uvu'
import { trials } from './trials.ts'

const test = suite('generated histories')
const { seed, runs } = trials(300)

function sample(options: Parameters<typeof arbitraryHistory>[0] = {}): readonly History[] {
  return fc.sample(arbitraryHistory(options), { seed, numRuns: runs })
}

const histories = sample()

test('every event is valid, and its line of a movement file says the same', () => {
  for (const known of histories.map(knownEvents)) {
    const read: History = known.map((event) => {
      const { recordedAt, ...line } = JSON.parse(movementLine(event))
      return { event: line, recordedAt }
    })
    deepEqual(knownEvents(read), known)
  }
})

test('a history is plain JSON', () => {
  for (const history of histories) deepEqual(JSON.parse(JSON.stringify(history)), history)
})

test('ids are unique within their item, and times of recording never go down', () => {
  for (const known of histories.map(knownEvents)) {
    const ids = known.map((event) => JSON.stringify(['item' in event ? event.item : null, event.id]))
    equal(new Set(ids).size, ids.length)
    const times = known.map(({ recordedAt }) => recordedAt)
    deepEqual(
      times,
      times.toSorted((a, b) => a - b),
    )
  }
})

test('corrections and returns name earlier events of the item, of the right type', () => {
  let named = 0
  for (const known of histories.map(knownEvents)) {
    for (const event of known) {
      const wanted = namedBy(event)
      if (wanted === null) continue
      named++
      const target = known.find(
        (other) => 'item' in other && other.item === wanted.item && other.id === wanted.id,
      )
      ok(target !== undefined && target.position < event.position)
      ok(wanted.type === null || target.type === wanted.type)
    }
  }
  ok(named > runs / 4)
})

type Known = ReturnType<typeof knownEvents>[number]

function namedBy(event: Known) {
  switch (event.type) {
    case 'MovementVoided':
    case 'MovementAmended':
      return { item: event.item, id: event.movement, type: null }
    case 'ReceiptCostAdjusted':
      return { item: event.item, id: event.receipt, type: 'StockReceived' }
    case 'StockReturnedByCustomer':
      return event.sale === undefined ? null : { item: event.item, id: event.sale, type: 'StockSold' }
    case 'StockReturnedToSupplier':
      return event.receipt === undefined
        ? null
        : { item: event.item, id: event.receipt, type: 'StockReceived' }
    default:
      return null
  }
}

test('all that can happen to items, branches and policy comes up', () => {
  const seen = new Set<string>(histories.flatMap((history) => history.map(({ event }) => event.type)))
  const elsewhere = /^(Period|Snapshot|Schedule|Trigger)/
  const missing = Object.keys(eventSchemas).filter((type) => !elsewhere.test(type) && !seen.has(type))
  deepEqual(missing, [])
})

/** Whether some history holds such an event, or several of them. */
function someHistory(holds: (known: readonly Known[]) => boolean): boolean {
  return histories.some((history) => holds(knownEvents(history)))
}

test('what makes inventories hard comes up: ties, late entries, stock below zero, voids of voids, odd returns', () => {
  ok(someHistory((known) => new Set(known.map(({ occurredAt }) => occurredAt)).size < known.length))
  ok(someHistory((known) => known.some((event) => event.recordedAt - event.occurredAt > 86_400_000)))
  ok(someHistory((known) => lowestOnHand(known) < 0n))
  ok(someHistory(hasVoidOfVoid))
  const codes = new Set(histories.flatMap((history) => anomaliesOf(knownEvents(history))))
  for (const code of ['RETURN_EXCEEDS_SALE', 'RETURN_WITHOUT_SALE', 'LOT_NEGATIVE', 'MOVEMENT_DURING_COUNT'])
    ok(codes.has(code), code)
})

function hasVoidOfVoid(known: readonly Known[]): boolean {
  const voids = known.filter((event) => event.type === 'MovementVoided')
  return voids.some(({ item, movement }) =>
    voids.some((other) => other.item === item && other.id === movement),
  )
}

function anomaliesOf(known: readonly Known[]): readonly string[] {
  const codes: string[] = []
  let state = initialState(stockProjection)
  for (const fact of prepare(stockProjection, known))
    state = reduce(stockProjection, state, fact, (effect) => {
      if (effect.effect === 'anomaly') codes.push(effect.code)
    })
  return codes
}

function lowestOnHand(known: readonly Known[]): bigint {
  let lowest = 0n
  let state = initialState(stockProjection)
  for (const fact of prepare(stockProjection, known)) {
    state = reduce(stockProjection, state, fact)
    for (const unit of Object.values(state.units))
      for (const { onHand } of Object.values(unit.branch)) if (onHand < lowest) lowest = onHand
  }
  return lowest
}

test('what is left out does not come up', () => {
  const plain = sample({
    items: 1,
    branches: 1,
    size: 12,
    late: false,
    corrections: false,
    lots: false,
    policies: false,
  })
  for (const known of plain.map(knownEvents)) {
    for (const event of known) {
      ok(
        !['MovementVoided', 'MovementAmended', 'ReceiptCostAdjusted', 'CostingPolicySet'].includes(
          event.type,
        ),
      )
      equal(event.recordedAt, event.occurredAt)
      ok(!('lots' in event) && !event.type.startsWith('Lot'))
      ok(!('item' in event) || event.item === 'I1')
      ok(!('branch' in event) || event.branch === undefined || event.branch === 'A')
    }
    ok(known.length <= 12)
  }
  const kinds = sample({ kinds: ['StockReceived', 'StockSold'], size: { min: 3, max: 30 } })
  for (const { event } of kinds.flat()) ok(event.type === 'StockReceived' || event.type === 'StockSold')
})

test('stock stays at zero or above where it is asked to', () => {
  const options = { items: 1, branches: 2, size: 12, negative: false }
  const histories = fc.sample(arbitraryHistory(options), { seed, numRuns: 60 })
  for (const history of histories) equal(lowestOnHand(knownEvents(history)), 0n)
  ok(histories.some((history) => history.some(({ event }) => event.type === 'StockSold')))
})

test('a history shrinks to the one event that matters, in small whole numbers, the first names and an even hour', () => {
  const isSmall = (history: History) =>
    knownEvents(history).every((event) => event.type !== 'StockSold' || event.quantity < 3_000_000n)
  const found = fc.check(fc.property(arbitraryHistory(), isSmall), { seed, numRuns: 1000 })
  const [sale, ...rest] = found.counterexample?.[0] ?? []
  deepEqual(rest, [])
  deepEqual(sale?.event, {
    id: '1',
    occurredAt: '2027-01-04T01:00:00.000Z',
    type: 'StockSold',
    item: 'I1',
    branch: 'A',
    quantity: '3',
    netAmount: '0',
  })
})

test('odd names come through as they are', () => {
  const odd = sample({ oddNames: true, items: 13, branches: 13 })
  const items = new Set(odd.flatMap((history) => history.flatMap(({ event }) => itemsOf(event))))
  equal(items.size, 13)
  for (const history of odd) equal(knownEvents(history).length, history.length)
})

function itemsOf(event: History[number]['event']): readonly string[] {
  return 'item' in event && event.item !== undefined ? [event.item] : []
}

test.run()

const single = suite('generated events')

for (const type of Object.keys(eventSchemas) as EventType[]) {
  single(`${type}: every one is valid and of this type, and they differ`, () => {
    const events = fc.sample(arbitraryEvent(type), { seed, numRuns: 60 })
    for (const event of events) equal(parseEvent(event).type, type)
    ok(new Set(events.map((event) => JSON.stringify(event))).size > 10)
  })
}

single.run()

const turns = suite('instants where calendars go wrong')

turns('the changes of the clocks of London and their neighbourhood are among them', () => {
  const instants = new Set(fc.sample(arbitraryTurn('Europe/London'), { seed, numRuns: 3000 }))
  for (const text of ['2026-03-29T01:00Z', '2026-10-25T01:00Z', '2027-03-28T01:00Z', '2027-10-31T01:00Z']) {
    for (const off of [0, -1, 3_600_000]) ok(instants.has(Date.parse(text) + off), `${text} ${off}`)
  }
})

turns('the ends of months are among them, by the calendar of the zone', () => {
  const instants = new Set(fc.sample(arbitraryTurn('Asia/Kathmandu'), { seed, numRuns: 3000 }))
  for (const text of ['2026-12-31T18:15Z', '2027-02-28T18:15Z']) ok(instants.has(Date.parse(text)), text)
})

turns('without changes of clocks there are month ends alone', () => {
  for (const instant of fc.sample(arbitraryTurn('UTC', { from: 2030, to: 2030 }), { seed, numRuns: 200 })) {
    const near = [0, 1, -1].map((day) => new Date(instant + day * 86_400_000).getUTCDate())
    ok(near.includes(1), new Date(instant).toISOString())
  }
})

turns('any zone has some', () => {
  const property = fc.property(
    arbitraryZone().chain((zone) => arbitraryTurn(zone)),
    (instant) => instant > Date.UTC(2026, 0, 1) && instant < Date.UTC(2028, 0, 4),
  )
  fc.assert(property, { seed, numRuns: 60 })
})

turns.run()

const hostile = suite('hostile input')

hostile('none of it is an event, and all of it is refused by name', () => {
  for (const event of fc.sample(hostileEvents(), { seed, numRuns: 2000 })) {
    throws(() => parseEvent(event), DomainError)
  }
})

hostile('none of its lines hold a line end', () => {
  for (const line of fc.sample(hostileLines(), { seed, numRuns: 500 })) ok(!line.includes(10))
})

hostile.run()

import { deepEqual, equal, ok } from 'node:assert/strict'
import { eventSchemas, stockProjection } from '@tidemark/domain'
import { initialState, prepare, reduce } from '@tidemark/projection'
import { arbitraryHistory, type History, knownEvents, movementLine } from '@tidemark/testing'
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
    maxEvents: 12,
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
  const kinds = sample({ kinds: ['StockReceived', 'StockSold'], minEvents: 3 })
  for (const { event } of kinds.flat()) ok(event.type === 'StockReceived' || event.type === 'StockSold')
})

test('stock stays at zero or above where it is asked to', () => {
  const options = { items: 1, branches: 2, maxEvents: 12, negative: false }
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

test.run()

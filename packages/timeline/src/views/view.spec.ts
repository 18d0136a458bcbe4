import { expect, test } from 'vitest'
import { createTimeline } from '../timeline.ts'
import { ODD_KEYS, type ToySource, toy } from '../toy.spec.fixture.ts'
import { diff } from './diff.ts'

function moves(...units: string[]): ToySource[] {
  return units.map((unit, position) => ({
    type: 'In',
    unit,
    place: unit,
    amount: BigInt(position + 1),
    occurredAt: position * 10,
    position,
  }))
}

function timelineOf(sources: readonly ToySource[]) {
  const timeline = createTimeline(toy)
  timeline.add(sources)
  return timeline
}

test('units come by code point, whatever their names', () => {
  const timeline = timelineOf(moves(...ODD_KEYS))
  const sorted = ['', '7', '__proto__', 'a', 'b', 'constructor', 'toString', '\uFFFF', '\u{1F600}']
  expect(timeline.view({ asOf: Infinity }).units()).toEqual(sorted)
  const visited: string[] = []
  timeline.view({ asOf: Infinity }).each((unit, records) => {
    visited.push(unit)
    expect(records.place.keys()).toEqual([unit])
  })
  expect(visited).toEqual(sorted)
})

test('a unit that has no fact yet is not there, nor is one never heard of', () => {
  const view = timelineOf(moves('a', 'b')).view({ asOf: 9 })
  expect([view.unit('b'), view.records('b'), view.unit('c'), view.facts('c')]).toEqual([
    undefined,
    undefined,
    undefined,
    [],
  ])
  expect(view.units()).toEqual(['a'])
})

test('records are read in place, two at once, and cannot be written', () => {
  const view = timelineOf(moves('a', 'b')).view({ asOf: Infinity })
  const [a, b] = ['a', 'b'].map((key) => view.records(key)?.place.find(key))
  expect([a?.onHand, b?.onHand]).toEqual([1n, 2n])
  expect(() => Object.assign(a ?? {}, { onHand: 5n })).toThrow(TypeError)
  expect(() => Object.assign(view.unit('a')?.place.a ?? {}, { onHand: 5n })).toThrow(TypeError)
})

test('a listener may add sources and ask for other views while effects are told', () => {
  const timeline = timelineOf(moves('a', 'a', 'b'))
  const told: unknown[] = []
  timeline.view({ asOf: Infinity }).effects({}, (unit, fact, effect) => {
    const late = { ...fact, position: timeline.head + 1, occurredAt: 5 }
    timeline.add([late])
    told.push([unit, effect.became, timeline.view({ asOf: Infinity }).unit('a')?.place.a?.onHand])
  })
  expect(told).toEqual([
    ['a', 1n, 4n],
    ['a', 3n, 6n],
    ['b', 3n, 6n],
  ])
})

test('effects are told of the units asked for alone, each once', () => {
  const told: string[] = []
  const view = timelineOf(moves('b', 'a', 'c')).view({ asOf: Infinity })
  view.effects({ units: ['c', 'b', 'c', 'nobody'] }, (unit) => told.push(unit))
  expect(told).toEqual(['b', 'c'])
})

test('a unit only supposed is there in that view and in no other', () => {
  const timeline = timelineOf(moves('b'))
  const supposed = moves('x', 'a').slice(1)
  const view = timeline.view({ asOf: Infinity, with: supposed })
  expect([view.units(), view.unit('a')?.place.a?.onHand]).toEqual([['a', 'b'], 2n])
  expect(timeline.view({ asOf: Infinity }).units()).toEqual(['b'])
})

test('a difference names what changed, by unit, kind and key', () => {
  const timeline = timelineOf(moves('a', 'b', 'a'))
  const change = diff(timeline.view({ asOf: 0 }), timeline.view({ asOf: 20 }))
  expect(change).toMatchObject({ common: undefined, begun: ['b'], gone: [] })
  expect(change.records).toMatchObject([
    { unit: 'a', kind: 'place', key: 'a', before: { onHand: 1n }, after: { onHand: 4n } },
    { unit: 'b', kind: 'place', key: 'b', before: undefined, after: { onHand: 2n } },
  ])
})

test('fields read by row are those of the records, also numbers beyond 64 bits and what is not there', () => {
  const big: ToySource[] = [
    { type: 'In', unit: 'b', place: 'y', amount: 2n ** 70n, occurredAt: 5, position: 10 },
    { type: 'In', unit: 'b', place: 'x', amount: -(2n ** 63n), occurredAt: 6, position: 11 },
  ]
  const view = timelineOf([...moves('b', 'a'), ...big]).view({ asOf: Infinity })
  const fields = view.fields('place')
  const [byRow, byRecord]: [unknown[], unknown[]] = [[], []]
  view.each((unit, { place }) => {
    place.eachRow((key, row) => {
      byRow.push([unit, key, ...Object.values(fields).map((read) => read(row))])
    })
    place.each((key, record) => {
      byRecord.push([unit, key, ...place.fields.map((name) => Reflect.get(record, name))])
    })
  })
  expect(byRow).toEqual(byRecord)
  expect(byRow).toHaveLength(4)
})

test('a view built step by step is the one built at once, whatever is added between two steps', () => {
  const units = Array.from({ length: 300 }, (_, n) => `u${String(n % 150).padStart(3, '0')}`)
  const options = { sliceFacts: 20, looseFacts: 5, keyframeFacts: 30 }
  const sources = moves(...units)
  const timeline = createTimeline(toy, options)
  timeline.add(sources)
  const past = { asOf: 2_000, knownThrough: 120 }
  const expected = plainOf(timeline.view(past))
  const view = timeline.view(past)
  const building = view.building()
  let position = 1_000
  let steps = 0
  for (; building.next().done !== true; steps++) {
    const unit = units[steps * 7] ?? 'late'
    const late = { type: 'In' as const, unit, place: unit, amount: 1n }
    timeline.add([
      { ...late, occurredAt: 5 + steps, position: position++ },
      { ...late, occurredAt: 1_990, position: position++ },
      ...Array.from({ length: 50 }, () => ({ ...late, occurredAt: 4_000 + position, position: position++ })),
    ])
  }
  expect(steps).toBeGreaterThan(2)
  expect(plainOf(view)).toEqual(expected)
  expect(timeline.verify().differences).toEqual([])
})

test('a view asked for at once while it is being built is built once, and a view that is built has no steps', () => {
  const view = timelineOf(moves('a', 'b', 'c')).view({ asOf: Infinity })
  const building = view.building()
  building.next()
  const before = view.records('a')?.place.find('a')
  for (const _ of building);
  expect(view.records('a')?.place.find('a')).toEqual(before)
  expect(view.building().next().done).toBe(true)
})

function plainOf(view: ReturnType<ReturnType<typeof timelineOf>['view']>): unknown {
  const found: unknown[] = []
  view.each((unit, { place }) =>
    place.each((key, record) =>
      found.push([unit, key, { ...place.fields.map((name) => Reflect.get(record, name)) }]),
    ),
  )
  return found
}

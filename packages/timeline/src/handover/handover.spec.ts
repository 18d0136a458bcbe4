import { expect, test } from 'vitest'
import { createEngine } from '../engine.ts'
import { timelineOver } from '../timeline.ts'
import { type ToySource, toy } from '../toy.spec.fixture.ts'
import { sourcePacker } from './packer.ts'

const START = 1_700_000_000_000

/** A source with what events of a host may hold beside what the toy reads. */
function source(position: number, unit: string, more: object = {}): ToySource {
  const occurredAt = START + position * 1000
  return { type: 'In', unit, place: 'shop', amount: 1n, occurredAt, position, ...more }
}

const holding = (position: number, unit: string): ToySource =>
  source(position, unit, {
    id: `M${position}/7`,
    recordedAt: START + position * 1000 + 250,
    far: -3,
    price: 12_345_678_901_234_567_890n,
    lots: [{ lot: 'L1', quantity: 2n }],
    note: null,
  })

test('what sources hold comes over whole, field by field and in order', () => {
  const engine = createEngine(toy, {})
  const timeline = timelineOver(engine)
  const packer = sourcePacker(toy)
  const receive = timeline.receiver()
  const sources = Array.from({ length: 200 }, (_, n) => holding(n, n % 2 === 0 ? 'tea' : 'rice'))
  for (const from of [0, 90, 91]) {
    const to = from === 0 ? 90 : from === 90 ? 91 : 200
    for (const one of sources.slice(from, to)) packer.add(one)
    const packed = packer.take()
    // All of them as rows: what stands apart has to be copied from thread to thread.
    expect([packed.count, packed.apart]).toEqual([to - from, []])
    receive(structuredClone(packed))
  }
  const tea = sources.filter((one) => toy.unitOf(one) === 'tea')
  expect(timeline.sources('tea')).toEqual(tea)
  expect(timeline.sources('tea').map((one) => Object.keys(one))).toEqual(tea.map((one) => Object.keys(one)))
  expect(timeline.head).toBe(199)
})

test('numbers of owners, right or wrong, change nothing of what belongs where', () => {
  const sources = Array.from({ length: 60 }, (_, n) => source(n, ['tea', 'rice', 'salt'][n % 3] ?? ''))
  const told = (ownerOf: (n: number) => number | undefined) => {
    const timeline = timelineOver(createEngine(toy, {}))
    const packer = sourcePacker(toy)
    for (const [n, one] of sources.entries()) packer.add(one, ownerOf(n))
    timeline.receiver()(packer.take())
    return ['tea', 'rice', 'salt'].map((unit) => timeline.sources(unit))
  }
  const expected = told(() => undefined)
  expect(expected.map(({ length }) => length)).toEqual([20, 20, 20])
  for (const ownerOf of [
    (n: number) => n % 3,
    (n: number) => n,
    () => 7,
    (n: number) => (n < 30 ? n % 3 : (n + 1) % 3),
  ])
    expect(told(ownerOf)).toEqual(expected)
})

const told = [
  { name: 'type', way: 'constant', place: 0, constant: 'In' },
  { name: 'unit', way: 'unit', place: 1 },
  { name: 'place', way: 'text', place: 2 },
  { name: 'amount', way: 'micros', place: 3 },
  { name: 'occurredAt', way: 'time', place: 4 },
  { name: 'position', way: 'position', place: 5 },
] as const

/** What `source` gives, told field by field. */
function tell(
  position: number,
  unit: string,
  { amount = 1, at = START + position * 1000, concerns = false } = {},
) {
  const form = { fields: told, concernsOthers: concerns }
  return { form, unit, occurredAt: at, position, values: ['In', unit, 'shop', amount, at, position] }
}

test('a source that is told field by field comes over as its object does', () => {
  const units = Array.from({ length: 40 }, (_, n) => (n % 2 === 0 ? 'tea' : 'rice'))
  const [objects, plain] = [sourcePacker(toy), sourcePacker(toy)]
  for (const [n, unit] of units.entries()) {
    objects.add(source(n, unit))
    expect(plain.addPlain(tell(n, unit), n % 2)).toBe(true)
  }
  const packed = plain.take()
  expect(packed).toEqual(objects.take())
  const timeline = timelineOver(createEngine(toy, {}))
  timeline.receiver()(packed)
  expect(timeline.sources('tea')).toEqual(
    [...units.keys()].filter((n) => n % 2 === 0).map((n) => source(n, 'tea')),
  )
})

test('what cannot be told is left, and what concerns others says so', () => {
  const packer = sourcePacker(toy)
  expect(packer.addPlain(tell(0, 'tea', { at: START + 0.5 }))).toBe(false)
  expect(packer.addPlain(tell(0, 'tea', { amount: Number.MAX_SAFE_INTEGER }))).toBe(false)
  expect(packer.take()).toMatchObject({ count: 0, newKeys: [] })
  expect(packer.addPlain(tell(0, 'tea', { concerns: true }))).toBe(true)
  expect([...packer.take().concerning]).toEqual([1])
})

test('what cannot be packed comes over beside the rows, in its place and to its unit', () => {
  const timeline = timelineOver(createEngine(toy, {}))
  const packer = sourcePacker(toy)
  const rate: ToySource = { type: 'Rate', amount: 2n, occurredAt: START, position: 1 }
  const between = { ...source(2, 'tea'), occurredAt: START + 0.5 }
  const sources = [source(0, 'tea'), rate, between, source(3, 'tea')]
  for (const one of sources) packer.add(one)
  const packed = packer.take()
  expect(packed.apart).toEqual([rate, between])
  timeline.receiver()(packed)
  expect(timeline.sources('tea')).toEqual([sources[0], between, sources[3]])
  expect(timeline.commonSources()).toEqual([rate])
})

test('shapes that are known already are taken for what they are', () => {
  const engine = createEngine(toy, {})
  const timeline = timelineOver(engine)
  timeline.add([holding(0, 'tea'), source(1, 'tea')])
  const known = engine.slices.codec.shapes.list.length
  for (const position of [2, 4]) {
    const packer = sourcePacker(toy)
    packer.add(holding(position, 'tea'))
    packer.add(source(position + 1, 'rice'))
    timeline.receiver()(packer.take())
  }
  expect(engine.slices.codec.shapes.list.length).toBe(known)
})

test('what comes over is packed with the rest when its slice is full', () => {
  const engine = createEngine(toy, { sliceFacts: 50 })
  const timeline = timelineOver(engine)
  const packer = sourcePacker(toy)
  const receive = timeline.receiver()
  for (let day = 0; day < 4; day++) {
    for (let n = 0; n < 60; n++)
      packer.add({ ...source(day * 60 + n, 'tea'), occurredAt: START + day * 86_400_000 })
    receive(packer.take())
  }
  const [first] = engine.slices.list
  expect(engine.slices.list.length).toBeGreaterThan(2)
  expect([first?.arrivals.count, first?.packed?.ends.length]).toEqual([0, 1])
})

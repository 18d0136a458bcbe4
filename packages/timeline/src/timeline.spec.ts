import { expect, test } from 'vitest'
import { createEngine } from './engine.ts'
import { createTimeline, timelineOver } from './timeline.ts'
import { type ToySource, toy } from './toy.spec.fixture.ts'

const DAY = 86_400_000

function movement(position: number, day: number, more: { unit?: string; amount?: bigint } = {}): ToySource {
  return { type: 'In', unit: 'tea', place: 'shop', amount: 1n, occurredAt: day * DAY, position, ...more }
}

const code = (code: string) => expect.objectContaining({ name: 'TimelineError', code })

test('sources must come in ascending positions, each once; a refused batch adds nothing', () => {
  const timeline = createTimeline(toy)
  timeline.add([movement(3, 0)])
  for (const position of [3, 2, 4.5, Number.NaN, Infinity])
    expect(() => timeline.add([movement(4, 0), movement(position, 0)])).toThrow(
      code('POSITION_NOT_ASCENDING'),
    )
  expect(() => timeline.add([movement(4, 0), movement(5, Number.NaN)])).toThrow(code('NOT_AN_INSTANT'))
  expect([timeline.head, timeline.sources('tea').length]).toEqual([3, 1])
})

test('a projection that cannot place a source leaves the timeline as it was', () => {
  const timeline = createTimeline({
    ...toy,
    unitOf: (event: ToySource) => {
      if (event.position === 1) throw new Error('of no unit that I know')
      return toy.unitOf(event)
    },
  })
  expect(() => timeline.add([movement(0, 0), movement(1, 0)])).toThrow('of no unit that I know')
  expect([timeline.head, timeline.view({ asOf: Infinity }).units()]).toEqual([-1, []])
})

test('a view is asked for with numbers, and what it supposes comes after the head', () => {
  const timeline = createTimeline(toy)
  timeline.add([movement(0, 0), movement(1, 1)])
  expect(() => timeline.view({ asOf: Number.NaN })).toThrow(code('NOT_AN_INSTANT'))
  expect(() => timeline.view({ asOf: 0, knownThrough: Number.NaN })).toThrow(code('NOT_A_POSITION'))
  expect(() => timeline.view({ asOf: 0, with: [movement(1, 0)] })).toThrow(code('POSITION_NOT_ASCENDING'))
  expect(() => createTimeline(toy, { sliceFacts: 0 })).toThrow(code('SLICE_TOO_SMALL'))
})

test('a view tells what it stands for, and never more than was known when it was made', () => {
  const timeline = createTimeline(toy)
  timeline.add([movement(0, 0), movement(1, 1)])
  const [early, beyond] = [0, 99].map((knownThrough) => timeline.view({ asOf: DAY, knownThrough }))
  timeline.add([movement(2, 0)])
  expect([early?.asOf, early?.knownThrough, beyond?.knownThrough]).toEqual([DAY, 0, 1])
  expect([early, beyond].map((view) => view?.facts('tea').length)).toEqual([1, 2])
})

test('sources are told back in the order of recording, those of no unit apart', () => {
  const timeline = createTimeline(toy)
  const sources: ToySource[] = [
    movement(0, 5),
    { type: 'Rate', amount: 2n, occurredAt: 0, position: 1 },
    movement(2, 1),
  ]
  timeline.add(sources)
  expect(timeline.sources('tea')).toEqual([sources[0], sources[2]])
  expect(timeline.commonSources()).toEqual([sources[1]])
  expect(timeline.sources('coffee')).toEqual([])
})

/** A timeline over a month of two units, a movement a day each, that counts how often recipes run. */
function counted(sliceFacts: number) {
  let runs = 0
  const engine = createEngine(
    {
      ...toy,
      on: {
        ...toy.on,
        In: (...given: Parameters<NonNullable<typeof toy.on.In>>) => {
          runs++
          toy.on.In?.(...given)
        },
      },
    },
    { sliceFacts },
  )
  const timeline = timelineOver(engine)
  const days = Array.from({ length: 60 }, (_, i) =>
    movement(i, Math.floor(i / 2), { unit: i % 2 === 0 ? 'tea' : 'coffee' }),
  )
  timeline.add(days)
  timeline.settle()
  const count = (work: () => void) => {
    runs = 0
    work()
    return runs
  }
  return { timeline, engine, count }
}

test('a view folds from the start of its slice, and one unit alone when asked for one', () => {
  const { timeline, count } = counted(10)
  const view = () => timeline.view({ asOf: 29 * DAY })
  expect(count(() => view().unit('tea'))).toBeLessThanOrEqual(10)
  expect(count(() => view().each(() => {}))).toBeLessThanOrEqual(20)
  const kept = view()
  kept.each(() => {})
  expect(count(() => kept.unit('tea'))).toBe(0)
})

test('a late entry folds its own unit from its own slice on, once a batch', () => {
  const { timeline, engine, count } = counted(10)
  const late = count(() => {
    timeline.add([movement(60, 20), movement(61, 21)])
    timeline.settle()
  })
  expect(late).toBeGreaterThan(0)
  expect(late).toBeLessThanOrEqual(17)
  expect(count(() => timeline.settle())).toBe(0)
  expect(timeline.view({ asOf: Infinity }).unit('tea')?.place.shop?.onHand).toBe(32n)
  expect(engine.slices.list.length).toBeGreaterThan(3)
  expect(timeline.verify()).toMatchObject({ units: 2, differences: [] })
})

test('an entry at the tail folds nothing until a view asks', () => {
  const { timeline, count } = counted(10)
  expect(count(() => timeline.add([movement(60, 29)]))).toBe(0)
  expect(count(() => timeline.view({ asOf: Infinity }).unit('tea'))).toBeLessThanOrEqual(10)
})

test('verify names the unit and the slice from which on what is kept is wrong', () => {
  const { timeline, engine } = counted(10)
  const [, , third, ...later] = engine.slices.list
  const coffee = engine.units.get('coffee')
  if (third === undefined || coffee === undefined) throw new Error('coffee has three slices')
  third.looseRuns.set(coffee, new Uint8Array(0))
  expect(timeline.verify().differences).toEqual(
    [third, ...later].map(({ start }) => ({ unit: 'coffee', sliceStart: start })),
  )
})

test('a recipe that throws does so at every view, and no longer once its fact is voided', () => {
  const timeline = createTimeline(
    {
      ...toy,
      on: {
        ...toy.on,
        In: (...given: Parameters<NonNullable<typeof toy.on.In>>) => {
          if (given[1].position === 3) throw new Error('cannot be')
          toy.on.In?.(...given)
        },
      },
    },
    { sliceFacts: 1 },
  )
  timeline.add(Array.from({ length: 8 }, (_, i) => movement(i, i)))
  const onHand = () => {
    const view = timeline.view({ asOf: Infinity })
    view.each(() => {})
    return view.unit('tea')?.place.shop?.onHand
  }
  expect(onHand).toThrow('cannot be')
  expect(onHand).toThrow('cannot be')
  timeline.add([
    { type: 'Void', unit: 'tea', place: 'shop', amount: 1n, of: 3, occurredAt: 9 * DAY, position: 8 },
  ])
  expect(onHand()).toBe(7n)
  expect(timeline.verify().differences).toEqual([])
})

test('a unit looked at alone while new slices wait to be filled stays as it is when they are', () => {
  const timeline = createTimeline(toy, { sliceFacts: 1, looseFacts: 0 })
  const placed = { unit: 'tea', place: 'shop', amount: 1n, occurredAt: 0, position: 2 }
  const voided: ToySource = { ...placed, type: 'Void', of: -1 }
  timeline.add([movement(0, 0), movement(1, 2, { unit: 'coffee' }), voided])
  const alone = timeline.view({ asOf: Infinity }).unit('tea')
  const whole = timeline.view({ asOf: Infinity })
  whole.each(() => {})
  expect(whole.unit('tea')).toEqual(alone)
  expect(timeline.verify().differences).toEqual([])
})

test('a source that none has named is placed without preparing a corrected unit again; one that is named, with it', () => {
  let prepared = 0
  const timeline = createTimeline({
    ...toy,
    prepare: (...given: Parameters<typeof toy.prepare>) => {
      prepared++
      return toy.prepare(...given)
    },
  })
  const voids = (position: number, of: number): ToySource => ({
    type: 'Void',
    unit: 'tea',
    place: 'shop',
    amount: 1n,
    occurredAt: 2 * DAY,
    position,
    of,
  })
  const onHand = () => timeline.view({ asOf: Infinity }).unit('tea')?.place.shop?.onHand
  const after = (...sources: ToySource[]) => {
    prepared = 0
    timeline.add(sources)
    return [onHand(), prepared]
  }
  expect(after(movement(0, 1), movement(1, 1), voids(2, 0), voids(3, 9))).toEqual([1n, 1])
  expect(after(movement(4, 3), movement(5, 0))).toEqual([3n, 0])
  // Named before it was there.
  expect(after(movement(9, 3))).toEqual([3n, 1])
  expect(after(movement(10, 3))).toEqual([4n, 0])
  expect(timeline.verify().differences).toEqual([])
})

test.each([
  { keyframeFacts: -1 },
  { keyframeFacts: Number.NaN },
  { readsBeforeVersions: -1 },
  { looseFacts: Number.NaN },
  { memory: { bytes: Number.NaN } },
])('options that make no sense are refused: %j', (options) => {
  expect(() => createTimeline(toy, options)).toThrow(expect.objectContaining({ code: 'INVALID_ARGUMENT' }))
})

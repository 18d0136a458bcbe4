import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createEngine, type TimelineOptions } from '../engine.ts'
import { createTimeline, timelineOver } from '../timeline.ts'
import { aHistory, cutsOf, type ToySource, toy } from '../toy.spec.fixture.ts'
import { wayTo } from './way.ts'

const wanted = { place: ['onHand', 'last', 'since', 'by', 'recent', 'open'], lot: ['left', 'of'] } as const

const toyTimeline = (options: TimelineOptions) => createTimeline(toy, options)

/** All that a view tells by column, row by row of what is there. */
function told(timeline: ReturnType<typeof toyTimeline>, asOf: number): unknown {
  const columns = timeline.view({ asOf }).columnsOf(wanted)
  const { rows, units, keys } = columns.listed('place')
  const fields = columns.fields('place')
  const onHand = columns.doublesAt('place', 'onHand', rows)
  const since = columns.doublesAt('place', 'since', rows)
  const byRow = columns.doubles('place', 'onHand')
  const numbers = columns.textNumbers('place', 'by')
  return {
    units: columns.units,
    places: [...rows].map((row, at) => [
      [columns.units[units[at] ?? -1], keys[at], onHand[at], since[at], byRow[row]],
      [
        fields.onHand(row),
        fields.last(row),
        fields.since(row),
        fields.by(row),
        fields.recent(row),
        fields.open(row),
      ],
      [(numbers[row] ?? -1) < 0 === (fields.by(row) === null), columns.there('place')[row]],
    ]),
    some: [
      ...columns.doublesAt(
        'place',
        'last',
        rows.filter((_, at) => at % 2 === 1),
      ),
    ],
    lots: [...columns.listed('lot').rows].map((row) => columns.fields('lot').of(row)),
  }
}

test('what versions tell by column is what a replay without slices tells, whatever comes in between', () => {
  fc.assert(
    fc.property(
      aHistory,
      fc.integer({ min: 1, max: 9 }),
      fc.constantFrom(1, 4, 12, 1000),
      fc.nat(40),
      (sources, sliceFacts, keyframeFacts, first) => {
        const options = { sliceFacts, keyframeFacts, looseFacts: 0, readsBeforeVersions: 0 }
        const timeline = toyTimeline(options)
        const plain = toyTimeline({ slices: false })
        for (const part of [sources.slice(0, first), sources.slice(first)]) {
          timeline.add(part)
          plain.add(part)
          for (const asOf of [...cutsOf(sources), Infinity])
            expect(told(timeline, asOf)).toEqual(told(plain, asOf))
          for (const _ of timeline.tidying());
          for (const asOf of [...cutsOf(sources), Infinity])
            expect(told(timeline, asOf)).toEqual(told(plain, asOf))
        }
        expect(timeline.verify().differences).toEqual([])
      },
    ),
    { numRuns: 150 },
  )
})

const DAY = 86_400_000

function move(position: number, day: number, unit: string): ToySource {
  return { type: 'In', unit, place: 'shop', amount: 1n, occurredAt: day * DAY, position }
}

test('where nothing happened until the next keyframe, the records are read from there', () => {
  const { engine, timeline } = month(10)
  timeline.settle()
  for (const _ of timeline.tidying());
  const index = engine.slices.list.findIndex(({ keyframe }) => keyframe !== undefined)
  const slice = engine.slices.list[index]
  if (slice === undefined) throw new Error('a slice with a keyframe')
  const quiet = slice.start - DAY / 2
  expect(wayTo(engine, quiet)).toEqual({ from: slice, through: [] })
  expect(wayTo(engine, slice.start - DAY - 1).from).not.toBe(slice)
  // Something of no unit that happened in between, and then something late of one.
  timeline.add([{ type: 'Double', amount: 1n, occurredAt: quiet + 1, position: 60 }])
  timeline.settle()
  expect(wayTo(engine, quiet).from).not.toBe(slice)
  expect(told(timeline, quiet)).not.toEqual(told(timeline, quiet + 1))
  expect(timeline.verify().differences).toEqual([])
})

function month(keyframeFacts = 60) {
  const engine = createEngine(toy, { sliceFacts: 10, keyframeFacts, readsBeforeVersions: 1 })
  const timeline = timelineOver(engine)
  timeline.add(
    Array.from({ length: 60 }, (_, n) => move(n, Math.floor(n / 2), n % 2 === 0 ? 'tea' : 'coffee')),
  )
  return { engine, timeline }
}

test('versions are made of what is asked for a second time, and go when what they tell changes', () => {
  const { engine, timeline } = month()
  const count = () => engine.slices.list.filter(({ versions }) => versions !== undefined).length
  timeline.view({ asOf: 9 * DAY }).columns()
  expect(count()).toBe(0)
  timeline.view({ asOf: 9 * DAY }).columns()
  const made = count()
  expect(made).toBeGreaterThan(0)
  timeline.add([move(60, 1, 'tea'), move(61, 1, 'coffee')])
  expect(timeline.view({ asOf: 9 * DAY }).unit('tea')?.place.shop?.onHand).toBe(11n)
  const columns = timeline.view({ asOf: 9 * DAY }).columns()
  expect([...columns.doubles('place', 'onHand')]).toEqual([11, 11])
  expect(timeline.verify().differences).toEqual([])
})

test('verify names the units whose versions do not end as their journals do', () => {
  const { engine, timeline } = month()
  for (let n = 0; n < 2; n++) timeline.view({ asOf: Infinity }).columns()
  const slice = engine.slices.list.at(-1)
  const [kept] = slice?.versions ?? []
  if (slice === undefined || kept === undefined) throw new Error('the last slice has versions')
  const tea = engine.units.get('tea')?.rows.rowOf[0]
  slice.versions = [
    { ...kept, untils: kept.untils.map((until, at) => (kept.rows[at] === tea ? 0 : until)) },
    ...(slice.versions ?? []).slice(1),
  ]
  expect(timeline.verify().differences).toEqual([{ unit: 'tea', sliceStart: slice.start }])
})

test('verify does so before a keyframe, too, from which views of the end of a slice are read', () => {
  const { engine, timeline } = month(10)
  timeline.settle()
  for (const _ of timeline.tidying());
  const index = engine.slices.list.findIndex((_, at) => engine.slices.list[at + 1]?.keyframe !== undefined)
  const slice = engine.slices.list[index]
  const next = engine.slices.list[index + 1]
  if (slice === undefined || next === undefined) throw new Error('a slice before a keyframe')
  for (let n = 0; n < 2; n++) timeline.view({ asOf: next.start - DAY - 1 }).columns()
  const [kept, ...others] = slice.versions ?? []
  if (kept === undefined) throw new Error('the slice has versions')
  const tea = engine.units.get('tea')?.rows.rowOf[0]
  slice.versions = [
    { ...kept, untils: kept.untils.map((until, at) => (kept.rows[at] === tea ? 0 : until)) },
    ...others,
  ]
  expect(timeline.verify().differences).toEqual([{ unit: 'tea', sliceStart: slice.start }])
})

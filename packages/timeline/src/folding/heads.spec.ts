import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createEngine } from '../engine.ts'
import { timelineOver } from '../timeline.ts'
import { aHistory, reduceUntil, type ToySource, toy } from '../toy.spec.fixture.ts'
import { plainState } from '../views/plain.ts'

const slicing = fc.constantFrom(
  {},
  { sliceFacts: 4, keyframeFacts: 8 },
  { sliceFacts: 12, keyframeFacts: 1, looseFacts: 0 },
)

/** So many units that all of them are folded in one go. */
const MANY = 70

/** The same sources in other positions; what they name as well. */
function moved(sources: readonly ToySource[], to: (position: number) => number): readonly ToySource[] {
  return sources.map((source) => ({
    ...source,
    position: to(source.position),
    ...('of' in source ? { of: to(source.of) } : {}),
  }))
}

/** The same movements, recorded as they occurred. */
function asTheyOccurred(sources: readonly ToySource[]): readonly ToySource[] {
  const inOrder = sources.toSorted((a, b) => a.occurredAt - b.occurredAt)
  const positions = new Map(inOrder.map(({ position }, index) => [position, index]))
  return moved(inOrder, (position) => positions.get(position) ?? -1)
}

/** Goods of many units, of one that is known among them, when that last moved. */
function manyGoods({ position, occurredAt, ...last }: ToySource): readonly ToySource[] {
  return Array.from({ length: MANY }, (_, at): ToySource => {
    const unit = at === 0 && 'unit' in last ? last.unit : `many ${at}`
    return { type: 'In', position: position + 1 + at, occurredAt, unit, place: 'a', amount: 1n }
  })
}

test('units that go on from where they stood are what folding all of their facts makes of them', () => {
  let goneOn = 0
  fc.assert(
    fc.property(slicing, aHistory, aHistory, fc.nat(), (options, history, late, turn) => {
      const engine = createEngine(toy, options)
      const timeline = timelineOver(engine)
      const sources: ToySource[] = []
      const record = (more: readonly ToySource[]) => {
        sources.push(...more)
        timeline.add(more)
        timeline.settle()
      }
      const inOrder = asTheyOccurred(history)
      const at = turn % (inOrder.length + 1)
      for (const source of inOrder.slice(0, at)) record([source])
      goneOn += engine.heads.known.size
      const last = sources.at(-1)
      if (last !== undefined) record(manyGoods(last))
      const rest = [...inOrder.slice(at), ...moved(late, (position) => position + inOrder.length)]
      for (const source of moved(rest, (position) => (position < at ? position : position + MANY)))
        record([source])
      expect(timeline.verify().differences).toEqual([])
      expect(plainState(timeline.view({ asOf: Infinity }))).toEqual(reduceUntil(sources, Infinity))
    }),
    { numRuns: 150 },
  )
  expect(goneOn).toBeGreaterThan(0)
})

test('what a recipe left half done is not gone on from', () => {
  let fails = false
  const failing: typeof toy = {
    ...toy,
    shortcuts: {},
    on: {
      ...toy.on,
      Out: (draft, fact, context) => {
        toy.on.Out?.(draft, fact, context)
        if (fails) throw new Error('a recipe that fails')
      },
    },
  }
  const timeline = timelineOver(createEngine(failing, {}))
  const movement = { unit: 'tea', place: 'a', amount: 3n }
  const sources: ToySource[] = [1, 2, 3].map((day) => ({
    ...movement,
    type: 'In',
    position: day,
    occurredAt: day,
  }))
  for (const source of sources) {
    timeline.add([source])
    timeline.settle()
  }
  fails = true
  const out = { ...movement, type: 'Out', position: 4, occurredAt: 4 } as const
  timeline.add([out])
  expect(() => timeline.settle()).toThrow('a recipe that fails')
  fails = false
  expect(timeline.view({ asOf: Infinity }).unit('tea')).toEqual(
    reduceUntil([...sources, out], Infinity).units.tea,
  )
})

test('a recipe that looks at another unit leaves both as they are', () => {
  let look = () => {}
  const looking: typeof toy = {
    ...toy,
    shortcuts: {},
    on: {
      ...toy.on,
      Out: (draft, fact, context) => {
        look()
        toy.on.Out?.(draft, fact, context)
      },
    },
  }
  const timeline = timelineOver(createEngine(looking, {}))
  const sources: ToySource[] = []
  const record = (...more: readonly (readonly ['In' | 'Out', string])[]) => {
    const from = sources.length
    const fresh = more.map(([type, unit], at): ToySource => {
      const position = from + at
      return { type, unit, position, occurredAt: position, place: 'a', amount: 3n }
    })
    sources.push(...fresh)
    timeline.add(fresh)
  }
  const stateOf = (unit: string) => timeline.view({ asOf: Infinity }).unit(unit)
  record(['In', 'tea'], ['In', 'coffee'])
  timeline.settle()
  record(['Out', 'tea'], ['In', 'coffee'])
  look = () => stateOf('coffee')
  timeline.settle()
  record(['In', 'tea'], ['In', 'coffee'])
  const { units } = reduceUntil(sources, Infinity)
  expect([stateOf('tea'), stateOf('coffee')]).toEqual([units.tea, units.coffee])
})

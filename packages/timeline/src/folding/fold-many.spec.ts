import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createTimeline } from '../timeline.ts'
import { reduceUntil, type ToySource, toy } from '../toy.spec.fixture.ts'
import { plainState } from '../views/plain.ts'

/** More than are folded one by one. */
const UNITS = 70
const unit = (number: number) => `U${String(number).padStart(2, '0')}`

const goods = Array.from({ length: UNITS }, (_, number): ToySource => {
  const at = { position: number + 1, occurredAt: number * 1000 }
  return { ...at, type: 'In', unit: unit(number), place: 'shop', amount: 5n }
})

/** A void, or more goods, of one of the units. */
function change(kind: 'Void' | 'In', number: number, position: number): ToySource {
  const of = { position, occurredAt: 500, unit: unit(number), place: 'shop', amount: 1n }
  return kind === 'Void' ? { ...of, type: 'Void', of: number + 1 } : { ...of, type: 'In' }
}

/** What happens after some steps of folding: a unit changes, and perhaps somebody looks at it at once. */
const aTurn = fc.record({
  steps: fc.integer({ min: 0, max: 2 * UNITS }),
  kind: fc.constantFrom('Void' as const, 'In' as const),
  number: fc.nat({ max: UNITS - 1 }),
  isLookedAt: fc.boolean(),
})

it('units that change, and are looked at, while all are folded in steps are what folding them at once makes of them', () => {
  const slicing = fc.constantFrom({}, { sliceFacts: 8, keyframeFacts: 16 }, { sliceFacts: 8, looseFacts: 0 })
  fc.assert(
    fc.property(slicing, fc.array(aTurn, { minLength: 1, maxLength: 4 }), (options, turns) => {
      const timeline = createTimeline(toy, options)
      const sources = [...goods]
      timeline.add(sources)
      const work = timeline.settling()
      for (const { steps, kind, number, isLookedAt } of turns) {
        for (let step = 0; step < steps; step++) work.next()
        const source = change(kind, number, sources.length + 1)
        sources.push(source)
        timeline.add([source])
        if (!isLookedAt) continue
        const { units } = reduceUntil(sources, Infinity)
        expect(timeline.view({ asOf: Infinity }).unit(unit(number))).toEqual(units[unit(number)])
      }
      for (const _ of work);
      const view = timeline.view({ asOf: Infinity })
      view.each(() => {})
      expect(plainState(view)).toEqual(reduceUntil(sources, Infinity))
      expect(timeline.verify().differences).toEqual([])
    }),
    { numRuns: 60 },
  )
})

import { compareFoldOrder, initialState, prepare, reduce } from '@tidemark/projection'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { KnownEvent } from '../corrections/known-event.ts'
import { namesOf } from '../corrections/prepare.ts'
import { itemOfEvent } from '../projecting/item-of-event.ts'
import { anyHistory, anyHistoryInLots, anyPooledHistory } from './any-history.spec.support.ts'
import { fold, foldEvents, type Given, type Outcome, record } from './history.spec.support.ts'
import { stockProjection } from './projection.ts'
import { voiding } from './trade.spec.support.ts'

const runs = { numRuns: 300 }

function sum(values: Iterable<bigint>): bigint {
  let total = 0n
  for (const value of values) total += value
  return total
}

type Unit = Outcome['state']['units'][string]

/** Visits the item's records after each fact of a history. */
function afterEachFact(given: readonly Given[], visit: (unit: Unit) => void): void {
  let state = initialState(stockProjection)
  for (const fact of prepare(stockProjection, record(given))) {
    state = reduce(stockProjection, state, fact)
    const unit = state.units.tea
    if (unit !== undefined) visit(unit)
  }
}

function holdsAfterEachFact(visit: (unit: Unit) => void, histories = anyHistory): void {
  fc.assert(
    fc.property(histories, (given) => afterEachFact(given, visit)),
    runs,
  )
}

/** Events of an item, those together that name each other, directly or by way of others. */
function namingEachOther(events: readonly KnownEvent[]): readonly (readonly KnownEvent[])[] {
  let groups: { readonly ids: ReadonlySet<string>; readonly events: readonly KnownEvent[] }[] = []
  for (const event of events) {
    const ids = [event.id, ...namesOf(event)]
    const joined = groups.filter((group) => ids.some((id) => group.ids.has(id)))
    const group = {
      ids: new Set([...ids, ...joined.flatMap((one) => [...one.ids])]),
      events: [event, ...joined.flatMap((one) => one.events)],
    }
    groups = [...groups.filter((one) => !joined.includes(one)), group]
  }
  return groups.map((group) => group.events.toSorted((a, b) => a.position - b.position))
}

describe('over any history of an item', () => {
  it('what is made of events that name each other is the same whatever else there is', () => {
    fc.assert(
      fc.property(anyHistory, (given) => {
        const all = record(given)
        const company = all.filter((event) => itemOfEvent(event) === null)
        const ofItem = (events: readonly KnownEvent[]) =>
          prepare(stockProjection, [...company, ...events]).filter((fact) => itemOfEvent(fact) !== null)
        const events = all.filter((event) => itemOfEvent(event) !== null)
        const apart = namingEachOther(events).flatMap((group) => ofItem(group))
        expect(apart.toSorted(compareFoldOrder)).toEqual(ofItem(events))
      }),
      runs,
    )
  })

  it('what was told moved is what is on hand and its value, at each branch', () => {
    fc.assert(
      fc.property(anyHistory, (given) => {
        const { effects, state } = fold(given)
        const moved = effects.filter((effect) => effect.effect === 'moved')
        for (const [name, branch] of Object.entries(state.units.tea?.branch ?? {})) {
          const here = moved.filter((effect) => effect.branch === name)
          expect(sum(here.map((effect) => effect.quantity))).toBe(branch.onHand)
          expect(sum(here.map((effect) => effect.value))).toBe(branch.value)
        }
        expect(moved.every((effect) => state.units.tea?.branch[effect.branch] !== undefined)).toBe(true)
      }),
      runs,
    )
  })

  it('what was told as variance is the cost variance, at each branch', () => {
    fc.assert(
      fc.property(anyHistory, (given) => {
        const { effects, state } = fold(given)
        for (const [name, branch] of Object.entries(state.units.tea?.branch ?? {})) {
          const here = effects.filter((effect) => effect.effect === 'variance' && effect.branch === name)
          expect(sum(here.map((effect) => (effect.effect === 'variance' ? effect.value : 0n)))).toBe(
            branch.costVariance,
          )
        }
      }),
      runs,
    )
  })

  it('where on hand is zero, value is zero', () => {
    holdsAfterEachFact(({ branch }) => {
      for (const { onHand, value } of Object.values(branch)) if (onHand === 0n) expect(value).toBe(0n)
    })
  })

  it('what is reserved is the sum of the reservations, at each branch and within each channel', () => {
    holdsAfterEachFact(({ branch, reservation, channel }) => {
      const open = Object.values(reservation)
      for (const [name, { reserved }] of Object.entries(branch)) {
        expect(sum(open.filter((one) => one.branch === name).map((one) => one.quantity))).toBe(reserved)
      }
      for (const { branch: name, channel: of, reserved } of Object.values(channel)) {
        const within = open.filter((one) => one.branch === name && one.channel === of)
        expect(sum(within.map((one) => one.quantity))).toBe(reserved)
      }
    })
  })

  it('what is on order is the sum over the order lines, never below zero', () => {
    holdsAfterEachFact(({ branch, order }) => {
      for (const [name, { onOrder }] of Object.entries(branch)) {
        const lines = Object.values(order).filter((line) => line.branch === name && line.status === 'ordered')
        const open = lines.map((line) => (line.ordered > line.received ? line.ordered - line.received : 0n))
        expect(sum(open)).toBe(onOrder)
      }
    })
  })

  it('the fold is deterministic, and does not depend on the order events are handed in', () => {
    fc.assert(
      fc.property(anyHistory, fc.integer(), (given, seed) => {
        const events = record(given)
        const shuffled = events.toSorted((a, b) => ((a.position * seed) % 7) - ((b.position * seed) % 7))
        const once = foldEvents(events)
        const again = foldEvents(shuffled)
        expect(again.state).toEqual(once.state)
        expect(again.effects).toEqual(once.effects)
      }),
      runs,
    )
  })

  it('voiding everything that happened leaves nothing', () => {
    fc.assert(
      fc.property(anyHistory, (given) => {
        const events = given.flatMap((event, index) => ('item' in event ? [voiding(`#${index + 1}`)] : []))
        const { effects, facts } = fold([...given, ...events.toReversed()])
        expect(effects.filter((effect) => effect.effect !== 'variance')).toEqual([])
        expect(
          facts.every((fact) => fact.type === 'CostingPolicySet' || fact.type === 'LateChargeArrived'),
        ).toBe(true)
      }),
      runs,
    )
  })

  it('voiding a void leaves everything as it was', () => {
    fc.assert(
      fc.property(anyHistory, fc.nat(40), (given, back) => {
        fc.pre(given.length > 0)
        const voided = [...given, voiding(`#${1 + (back % given.length)}`)]
        expect(fold([...voided, voiding(`#${voided.length}`)]).state).toEqual(fold(given).state)
      }),
      runs,
    )
  })
})

describe('over any history with a company-wide average', () => {
  it('on hand and values of the branches add up to those of the pool', () => {
    holdsAfterEachFact(({ branch, pool }) => {
      const company = pool.pool
      if (company === undefined) return
      const branches = Object.values(branch)
      expect(sum(branches.map(({ onHand }) => onHand))).toBe(company.onHand)
      expect(sum(branches.map(({ value }) => value))).toBe(company.value)
      if (company.onHand === 0n) expect(company.value).toBe(0n)
    }, anyPooledHistory)
  })

  it('there is a pool once anything has moved', () => {
    fc.assert(
      fc.property(anyPooledHistory, (given) => {
        const { effects, state } = fold(given)
        const hasMoved = effects.some((effect) => effect.effect === 'moved')
        if (hasMoved) expect(state.units.tea?.pool.pool).toBeDefined()
      }),
      runs,
    )
  })
})

describe('over any history in which everything is in lots', () => {
  it('the lots of a branch add up to what is on hand', () => {
    holdsAfterEachFact(({ branch, lot }) => {
      for (const [name, { onHand }] of Object.entries(branch)) {
        const here = Object.values(lot).filter((one) => one.branch === name)
        expect(sum(here.map(({ quantity }) => quantity))).toBe(onHand)
      }
    }, anyHistoryInLots)
  })
})

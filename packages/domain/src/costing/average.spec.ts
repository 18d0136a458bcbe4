import { describe, expect, it } from 'vitest'
import {
  addValue,
  averageCost,
  costAtAverage,
  issueAtAverage,
  issueAtCost,
  receiveAtAverage,
  receiveAtCost,
  setAverage,
} from './average.ts'

const ONE = 1_000_000n

/** A stock in whole units and amounts, with the average it keeps. */
function stock(onHand: number, value: number, kept: readonly [value: number, quantity: number] = [0, 0]) {
  const [keptValue, keptQuantity] = kept
  return {
    onHand: BigInt(onHand) * ONE,
    value: BigInt(value) * ONE,
    keptValue: BigInt(keptValue) * ONE,
    keptQuantity: BigInt(keptQuantity) * ONE,
  }
}

const whole = (number: number) => BigInt(number) * ONE

describe('the average', () => {
  it('is that of what is on hand, else the last known one, else none', () => {
    expect(averageCost(stock(1, 7, [9, 3]))).toBe(whole(7))
    expect(averageCost({ ...stock(0, 0), onHand: 1n, value: 5n })).toBe(whole(5))
    expect(averageCost(stock(0, 0, [9, 3]))).toBe(whole(3))
    expect(averageCost(stock(-2, -8, [9, 3]))).toBe(whole(3))
    expect(averageCost(stock(0, 0))).toBeNull()
  })

  it('costs what it says, from a start while there is none, and nothing where the start is zero', () => {
    expect(costAtAverage(stock(4, 10), whole(2), whole(9))).toBe(whole(5))
    expect(costAtAverage(stock(1, 3), whole(2), whole(9))).toBe(whole(6))
    expect(costAtAverage(stock(0, 0, [12, 1]), whole(2), whole(9))).toBe(whole(24))
    expect(costAtAverage(stock(0, 0), whole(2), whole(9))).toBe(whole(18))
    expect(costAtAverage(stock(0, 0), whole(2), 0n)).toBe(0n)
  })
})

describe('goods out at the average', () => {
  it('leave the average of what stays to it', () => {
    const here = stock(4, 12)
    expect(issueAtAverage(here, whole(3), 0n)).toEqual({ cost: whole(9), difference: 0n, variance: 0n })
    expect(here).toEqual(stock(1, 3))
  })

  it('take all the value with the last one, and the average is kept', () => {
    const here = { ...stock(3, 0), value: 10n }
    expect(issueAtAverage(here, whole(3), 0n)).toEqual({ cost: 10n, difference: 0n, variance: 0n })
    expect(here).toEqual({ onHand: 0n, value: 0n, keptValue: 10n, keptQuantity: whole(3) })
  })

  it('leave at the kept average when nothing is there, or at the start, which is then kept', () => {
    const kept = stock(0, 0, [6, 3])
    expect(issueAtAverage(kept, whole(2), whole(9)).cost).toBe(whole(4))
    expect(kept).toEqual(stock(-2, -4, [6, 3]))
    const fresh = stock(0, 0)
    expect(issueAtAverage(fresh, whole(2), whole(9)).cost).toBe(whole(18))
    expect(fresh).toEqual(stock(-2, -18, [9, 1]))
  })

  it('leave no average where none was known', () => {
    const here = stock(0, 0)
    issueAtAverage(here, whole(1), 0n)
    expect(here).toEqual(stock(-1, 0))
  })
})

describe('goods out at a stated cost', () => {
  it.each<[string, ReturnType<typeof stock>, number, number, readonly [cost: number, variance: number]]>([
    ['less than is there', stock(5, 20), 2, 3, [3, 0]],
    ['as much as is there', stock(5, 20), 2, 20, [20, 0]],
    ['more than is there: the rest is variance', stock(5, 20), 2, 25, [20, 5]],
    ['more than is there, for the last ones', stock(2, 20), 2, 25, [20, 5]],
    ['more than one is worth, for the last one', stock(1, 1), 1, 3, [1, 2]],
    ['of more than is on hand: all of it', stock(1, 20), 2, 25, [25, 0]],
    ['with nothing on hand: all of it', stock(0, 0), 1, 5, [5, 0]],
    ['with less than nothing on hand: all of it', stock(-1, -4, [4, 1]), 1, 5, [5, 0]],
    ['of what is worth nothing: variance in full', stock(5, 0), 2, 3, [0, 3]],
    ['of what is worth less than nothing: variance in full', stock(5, -2), 2, 3, [0, 3]],
    ['of what is worth one', stock(5, 1), 2, 3, [1, 2]],
  ])('%s', (_, here, quantity, stated, [cost, variance]) => {
    const before = { ...here }
    const out = issueAtCost(here, whole(quantity), whole(stated), 0n)
    expect(out).toMatchObject({ cost: whole(cost), variance: whole(variance) })
    expect(here.onHand).toBe(before.onHand - whole(quantity))
    expect(here.value - out.difference).toBe(before.value - whole(cost))
  })

  it('keep the average there was once nothing is left, and not before', () => {
    const left = stock(3, 12)
    issueAtCost(left, whole(2), whole(5), 0n)
    expect(left).toEqual(stock(1, 7))
    const none = stock(3, 12)
    expect(issueAtCost(none, whole(3), whole(5), 0n).difference).toBe(whole(-7))
    expect(none).toEqual(stock(0, 0, [12, 3]))
  })
})

describe('goods in at the average', () => {
  it('add their cost', () => {
    const here = stock(2, 6)
    expect(receiveAtAverage(here, whole(3), 0n)).toEqual({ cost: whole(9), difference: 0n, variance: 0n })
    expect(here).toEqual(stock(5, 15))
  })

  it('bring what is missing back at the kept average, which stays kept while nothing is on hand', () => {
    const here = stock(-3, -6, [4, 2])
    expect(receiveAtAverage(here, whole(2), 0n).cost).toBe(whole(4))
    expect(here).toEqual(stock(-1, -2, [4, 2]))
    expect(receiveAtAverage(here, whole(1), 0n)).toEqual({ cost: whole(2), difference: 0n, variance: 0n })
    expect(here).toEqual(stock(0, 0, [4, 2]))
  })

  it('make the start the kept average where nothing is on hand after them, and not where something is', () => {
    const below = stock(-3, 0)
    receiveAtAverage(below, whole(2), whole(9))
    expect(below).toEqual(stock(-1, 18, [9, 1]))
    const level = stock(-2, 0)
    expect(receiveAtAverage(level, whole(2), whole(9)).difference).toBe(whole(-18))
    expect(level).toEqual(stock(0, 0, [9, 1]))
    const above = stock(-1, 0)
    receiveAtAverage(above, whole(2), whole(9))
    expect(above).toEqual(stock(1, 18))
  })
})

describe('goods in that carry their own cost', () => {
  it('are averaged with what is there', () => {
    const here = stock(1, 2)
    expect(receiveAtCost(here, whole(3), whole(10))).toEqual({
      cost: whole(10),
      difference: 0n,
      variance: 0n,
    })
    expect(here).toEqual(stock(4, 12))
  })

  it('say what everything is worth where they find nothing', () => {
    const here = stock(0, 0, [5, 1])
    expect(receiveAtCost(here, whole(2), whole(8)).difference).toBe(0n)
    expect(here).toEqual(stock(2, 8, [5, 1]))
  })

  it('say what is left is worth where they find less than nothing; the difference is told apart', () => {
    const here = stock(-1, -3, [3, 1])
    expect(receiveAtCost(here, whole(2), whole(8)).difference).toBe(whole(-1))
    expect(here).toEqual(stock(1, 4, [3, 1]))
  })

  it('are the kept average where nothing is on hand after them', () => {
    const level = stock(-2, -6, [3, 1])
    expect(receiveAtCost(level, whole(2), whole(8)).difference).toBe(whole(-2))
    expect(level).toEqual(stock(0, 0, [8, 2]))
    const below = stock(-4, -12, [3, 1])
    receiveAtCost(below, whole(2), whole(8))
    expect(below).toEqual(stock(-2, -8, [8, 2]))
  })
})

describe('a new average', () => {
  it('is what each of what is on hand is worth', () => {
    const here = stock(1, 12, [4, 1])
    expect(setAverage(here, whole(5))).toBe(whole(-7))
    expect(here).toEqual(stock(1, 5, [4, 1]))
  })

  it('is the kept one where nothing is on hand', () => {
    const here = stock(0, 0, [4, 2])
    expect(setAverage(here, whole(5))).toBe(0n)
    expect(here).toEqual(stock(0, 0, [5, 1]))
    const below = stock(-2, -8, [4, 1])
    expect(setAverage(below, whole(5))).toBe(whole(-2))
    expect(below).toEqual(stock(-2, -10, [5, 1]))
  })
})

describe('an amount on top', () => {
  it('is worth added to what is on hand, and variance where nothing is', () => {
    const here = stock(1, 8, [4, 1])
    expect(addValue(here, whole(2))).toEqual({ added: whole(2), variance: 0n })
    expect(here).toEqual(stock(1, 10, [4, 1]))
    expect(addValue(stock(0, 0), whole(2))).toEqual({ added: 0n, variance: whole(2) })
  })

  it('makes another average of what is missing', () => {
    const here = stock(-2, -8, [4, 1])
    expect(addValue(here, whole(2))).toEqual({ added: whole(2), variance: 0n })
    expect(here).toEqual(stock(-2, -6, [6, 2]))
  })
})

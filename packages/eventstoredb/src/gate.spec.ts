import { expect, test } from 'vitest'
import { gate } from './gate.ts'
import { TimeLimit } from './limit.ts'

const LONG_MS = 10_000

test('so much goes through at a time, the rest in the order in which it came', async () => {
  const { enter } = gate(3)
  const through: string[] = []
  const pass = async (name: string, weight: number) => {
    const leave = await enter(weight, undefined, LONG_MS)
    through.push(name)
    return leave
  }
  const [a, b] = [await pass('a', 2), await pass('b', 1)]
  const [c, d] = [pass('c', 3), pass('d', 1)]
  b()
  b()
  expect(through).toEqual(['a', 'b'])
  a()
  const leave = await c
  expect(through).toEqual(['a', 'b', 'c'])
  leave()
  await d
  expect(through).toEqual(['a', 'b', 'c', 'd'])
})

test('what weighs more than everything goes through alone', async () => {
  const { enter } = gate(3)
  const leave = await enter(1, undefined, LONG_MS)
  const large = enter(9, undefined, LONG_MS)
  leave()
  ;(await large)()
  await enter(3, undefined, LONG_MS)
})

test('whoever gives up waiting makes room for the next', async () => {
  const { enter } = gate(2)
  await enter(1, undefined, LONG_MS)
  const stop = new AbortController()
  const reason = new Error('enough')
  const large = enter(2, stop.signal, LONG_MS)
  const small = enter(1, undefined, LONG_MS)
  stop.abort(reason)
  await expect(large).rejects.toBe(reason)
  await small
  await expect(enter(1, undefined, 1)).rejects.toBeInstanceOf(TimeLimit)
})

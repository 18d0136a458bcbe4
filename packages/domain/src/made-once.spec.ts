import { expect, it } from 'vitest'
import { eachOnce, once } from './made-once.ts'

it('makes a thing when it is first asked for, and once', () => {
  let times = 0
  const thing = once(() => ({ number: ++times }))
  expect(times).toBe(0)
  expect(thing()).toBe(thing())
  expect(times).toBe(1)
})

it('makes the fields of an object one by one, and names them all before', () => {
  const made: string[] = []
  const making = (name: string) => () => {
    made.push(name)
    return { name }
  }
  const things = eachOnce({ first: making('first'), second: making('second') })
  expect(Object.keys(things)).toEqual(['first', 'second'])
  expect(made).toEqual([])
  expect(things.second).toBe(things.second)
  expect(made).toEqual(['second'])
  expect(Object.values(things)).toEqual([{ name: 'first' }, { name: 'second' }])
})

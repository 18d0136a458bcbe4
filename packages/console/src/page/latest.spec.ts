import { expect, test } from 'vitest'
import { latest } from './latest.ts'

test('what is asked for while it runs is done once more, with what is wanted by then', async () => {
  let wanted = 0
  const done: number[] = []
  const { promise: gate, resolve: open } = Promise.withResolvers<void>()
  const ask = latest(async () => {
    const mine = wanted
    await gate
    done.push(mine)
  })
  const all = [1, 2, 3, 4].map((value) => {
    wanted = value
    return ask()
  })
  open()
  await Promise.all(all)
  expect(done).toEqual([1, 4])
})

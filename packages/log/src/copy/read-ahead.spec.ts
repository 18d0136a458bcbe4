import { expect, test } from 'vitest'
import { readAhead } from './read-ahead.ts'

/** Numbers from 1 on; tells how many were asked for, and whether it was ended. */
function numbers(last: number) {
  const state = { asked: 0, ended: false }
  async function* count() {
    try {
      while (state.asked < last) yield ++state.asked
    } finally {
      state.ended = true
    }
  }
  return { state, chunks: count() }
}

async function gather(chunks: AsyncIterable<number>): Promise<number[]> {
  const gathered: number[] = []
  for await (const chunk of chunks) gathered.push(chunk)
  return gathered
}

test('everything comes, in order', async () => {
  expect(await gather(readAhead(numbers(7).chunks, 3))).toEqual([1, 2, 3, 4, 5, 6, 7])
  expect(await gather(readAhead(numbers(0).chunks, 3))).toEqual([])
})

test('a few chunks are read while one is worked on, and never more', async () => {
  const { state, chunks } = numbers(100)
  for await (const chunk of readAhead(chunks, 3)) {
    await new Promise(setImmediate)
    expect(state.asked).toBe(Math.min(chunk + 3, 100))
  }
})

test('stopping early ends the reading', async () => {
  const { state, chunks } = numbers(100)
  for await (const _ of readAhead(chunks, 2)) break
  expect(state.ended).toBe(true)
  expect(state.asked).toBeLessThanOrEqual(3)
})

test('an iterator is never asked again before it has answered', async () => {
  let pending = 0
  let left = 20
  const chunks: AsyncIterable<number> = {
    [Symbol.asyncIterator]: () => ({
      async next() {
        expect(++pending).toBe(1)
        await new Promise(setImmediate)
        pending--
        return left-- > 0 ? { done: false, value: left } : { done: true, value: undefined }
      },
    }),
  }
  expect(await gather(readAhead(chunks, 4))).toHaveLength(20)
})

test('a failure comes after what was read before it', async () => {
  async function* failing() {
    yield 1
    yield 2
    throw new Error('the disk is gone')
  }
  const seen: number[] = []
  const reading = async () => {
    for await (const chunk of readAhead(failing(), 5)) seen.push(chunk)
  }
  await expect(reading()).rejects.toThrow('the disk is gone')
  expect(seen).toEqual([1, 2])
})

import { Writable } from 'node:stream'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { showingProgress } from './progress.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function terminal(isTTY: boolean): Writable & { isTTY: boolean; written: string[] } {
  const written: string[] = []
  const stream = new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      written.push(String(chunk))
      done()
    },
  })
  return Object.assign(stream, { isTTY, written })
}

/** Work that takes so many milliseconds of the fake clock. */
async function lasting(ms: number, isTTY: boolean): Promise<readonly string[]> {
  const stream = terminal(isTTY)
  const work = Promise.withResolvers<string>()
  const showing = showingProgress(
    stream,
    (seconds) => `${seconds} s`,
    () => work.promise,
  )
  vi.advanceTimersByTime(ms)
  work.resolve('done')
  expect(await showing).toBe('done')
  return stream.written
}

test('work of a second or less shows nothing', async () => {
  expect(await lasting(999, true)).toEqual([])
})

test('longer work is shown on one line, which is gone afterwards', async () => {
  expect(await lasting(1250, true)).toEqual(['\r\u001b[K1 s', '\r\u001b[K1 s', '\r\u001b[K'])
})

test('nothing is shown where nobody looks', async () => {
  expect(await lasting(5000, false)).toEqual([])
})

test('work that fails clears its line and fails', async () => {
  const stream = terminal(true)
  const work = Promise.withResolvers<never>()
  const showing = showingProgress(
    stream,
    () => 'working',
    () => work.promise,
  )
  vi.advanceTimersByTime(1000)
  work.reject(new Error('no'))
  await expect(showing).rejects.toThrow('no')
  expect(stream.written.at(-1)).toBe('\r\u001b[K')
  expect(vi.getTimerCount()).toBe(0)
})

import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { outputOn } from './output.ts'

test('small pieces are written together, and a slow reader is waited for', async () => {
  const sizes: number[] = []
  let waiting = 0
  let mostWaiting = 0
  const slow = new Writable({
    decodeStrings: false,
    highWaterMark: 1,
    write(chunk, _encoding, done) {
      sizes.push(String(chunk).length)
      waiting++
      mostWaiting = Math.max(mostWaiting, waiting)
      setImmediate(() => {
        waiting--
        done()
      })
    },
  })
  const pieces = Array.from({ length: 30_000 }, () => 'ten chars\n')
  await outputOn(slow).print(pieces)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(300_000)
  expect(sizes.length).toBe(5)
  expect(mostWaiting).toBe(1)
})

test('pieces are no longer asked for once nobody reads', async () => {
  const broken = new Writable({
    write(_chunk, _encoding, done) {
      done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))
    },
  })
  let asked = 0
  function* endless() {
    for (;;) {
      asked++
      yield 'x'.repeat(65_536)
    }
  }
  await expect(outputOn(broken).print(endless())).rejects.toThrow('EPIPE')
  expect(asked).toBeLessThan(3)
})

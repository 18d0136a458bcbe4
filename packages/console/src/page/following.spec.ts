import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { following } from './following.ts'

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

/** Something to follow, of which all takes so long, and a diary of what was shown. */
function followed(milliseconds: number) {
  const shown: string[] = []
  let clock = 0
  const follow = following(
    {
      async all() {
        clock += milliseconds
        shown.push('all')
      },
      async quick() {
        shown.push('quick')
      },
    },
    () => clock,
  )
  /** Moves the slider, some milliseconds after the last time. */
  async function drag(after: number): Promise<void> {
    clock += after
    await vi.advanceTimersByTimeAsync(after)
    follow.passes()
    await vi.advanceTimersByTimeAsync(0)
  }
  return { follow, shown, drag }
}

test('what stays is shown whole at once', async () => {
  const { follow, shown } = followed(500)
  follow.stays()
  await vi.advanceTimersByTimeAsync(0)
  expect(shown).toEqual(['all'])
})

test('what is dragged is shown by its quick part, and whole when it comes to rest', async () => {
  const { follow, shown, drag } = followed(500)
  follow.stays()
  for (const _ of Array.from({ length: 30 })) await drag(20)
  expect(shown).toEqual(['all', ...Array.from({ length: 30 }, () => 'quick')])
  await vi.advanceTimersByTimeAsync(150)
  expect(shown.slice(31)).toEqual(['all'])
})

test('where all is quick it is shown on the way too, a few times a second', async () => {
  const { follow, shown, drag } = followed(10)
  follow.stays()
  for (const _ of Array.from({ length: 50 })) await drag(20)
  const whole = shown.filter((one) => one === 'all').length
  expect(whole).toBeGreaterThanOrEqual(4)
  expect(whole).toBeLessThanOrEqual(6)
})

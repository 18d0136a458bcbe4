import { toMicros } from '@tidemark/projection'
import { expect, it } from 'vitest'
import { suggestedOrder } from './suggested-order.ts'

const order = (minimum: string | null, maximum: string | null, available: string, onOrder: string) =>
  suggestedOrder({
    minimum: minimum === null ? null : toMicros(minimum),
    maximum: maximum === null ? null : toMicros(maximum),
    available: toMicros(available),
    onOrder: toMicros(onOrder),
  })

it.each([
  ['10', '50', '9', '0', '41'],
  ['10', '50', '10', '0', '0'],
  ['10', '50', '5', '5', '0'],
  ['10', '50', '5', '4.5', '40.5'],
  ['10', '50', '-3', '0', '53'],
  ['10', '50', '-3', '50', '0'],
  ['10', '5', '7', '0', '3'],
  ['10', '5', '10', '0', '0'],
  ['10', null, '7', '0', '3'],
])(
  'minimum %s, maximum %s, available %s, on order %s: %s',
  (minimum, maximum, available, onOrder, expected) => {
    expect(order(minimum, maximum, available, onOrder)).toBe(toMicros(expected))
  },
)

it('there is no suggestion without a minimum', () => {
  expect(order(null, '50', '0', '0')).toBeNull()
  expect(order(null, null, '-5', '0')).toBeNull()
})

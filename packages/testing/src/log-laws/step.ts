import fc, { type Arbitrary } from 'fast-check'
import { type Pick, picks } from '../laws/cuts.ts'

/** The streams that steps write to. */
export const STREAMS = ['I1', 'I2'] as const

/** Which revision an append says it expects: that of the stream, any, or one that is too low or too high. */
export type Expected = 'right' | 'any' | 'low' | 'high'

/** What somebody does with a log. Whom it concerns is picked when it is done, so that any step may follow any other. */
export type Step =
  | { readonly do: 'append'; readonly stream: number; readonly size: number; readonly expected: Expected }
  | { readonly do: 'append to both'; readonly size: number; readonly expected: Expected }
  | { readonly do: 'repeat'; readonly which: Pick; readonly any: boolean; readonly more: 'none' | 'one' }
  | { readonly do: 'race'; readonly stream: number; readonly writers: number }
  | {
      readonly do: 'read stream'
      readonly stream: number
      readonly from: number
      readonly to: number
      readonly backwards: boolean
      readonly limit: number | null
    }
  | {
      readonly do: 'read all'
      readonly after: Pick
      readonly through: Pick | null
      readonly backwards: boolean
      readonly limit: number | null
      readonly only: number | null
    }
  | { readonly do: 'find'; readonly stream: number; readonly which: Pick }
  | { readonly do: 'follow'; readonly after: Pick; readonly only: number | null }
  | { readonly do: 'pull' }
  | { readonly do: 'append while followed'; readonly stream: number; readonly size: number }
  | { readonly do: 'reopen' }
  | { readonly do: 'crash' }

const stream = fc.nat(STREAMS.length - 1)
const size = fc.integer({ min: 1, max: 3 })
const expected = fc.constantFrom<Expected[]>('right', 'right', 'any', 'low', 'high')
const only = fc.option(stream, { freq: 2 })
const limit = fc.option(fc.integer({ min: 1, max: 4 }), { freq: 2 })
const revision = fc.integer({ min: 0, max: 5 })

const append: Arbitrary<Step> = fc.record({ do: fc.constant('append' as const), stream, size, expected })

/** Steps that write, those of a retry among them. */
export const writing: Arbitrary<Step> = fc.oneof(
  { withCrossShrink: true },
  { weight: 5, arbitrary: append },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('append to both' as const), size, expected }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('repeat' as const),
      which: picks,
      any: fc.boolean(),
      more: fc.constantFrom('none' as const, 'none' as const, 'one' as const),
    }),
  },
)

/** Writers that start at the same time. */
export const racing: Arbitrary<Step> = fc.record({
  do: fc.constant('race' as const),
  stream,
  writers: fc.integer({ min: 2, max: 4 }),
})

/** Steps that read, in any direction and within any bounds. */
export const reading: Arbitrary<Step> = fc.oneof(
  { withCrossShrink: true },
  fc.record({
    do: fc.constant('read all' as const),
    after: picks,
    through: fc.option(picks, { freq: 2 }),
    backwards: fc.boolean(),
    limit,
    only,
  }),
  fc.record({
    do: fc.constant('read stream' as const),
    stream,
    from: revision,
    to: revision,
    backwards: fc.boolean(),
    limit,
  }),
  fc.record({ do: fc.constant('find' as const), stream, which: picks }),
)

/** Steps of followers. */
export const following: Arbitrary<Step> = fc.oneof(
  { withCrossShrink: true },
  fc.record({ do: fc.constant('follow' as const), after: picks, only }),
  fc.constant<Step>({ do: 'pull' }),
  fc.record({ do: fc.constant('append while followed' as const), stream, size }),
)

/** Steps that end the log and open it again. */
export const ending: Arbitrary<Step> = fc.constantFrom<Step[]>({ do: 'crash' }, { do: 'reopen' })

/** Some steps, shrinking to few. */
export function stepsOf(...kinds: readonly (readonly [weight: number, steps: Arbitrary<Step>])[]) {
  const step = fc.oneof(
    { withCrossShrink: true },
    ...kinds.map(([weight, arbitrary]) => ({ weight, arbitrary })),
  )
  return fc.array(step, { maxLength: 14, size: 'max' })
}

/** A step in words. */
export function stepText(step: Step): string {
  const details = Object.entries(step).flatMap(([name, value]) => {
    if (name === 'do' || value === null || value === false) return []
    return `${name} ${typeof value === 'function' ? fc.stringify(value) : value}`
  })
  return details.length === 0 ? step.do : `${step.do} (${details.join(', ')})`
}

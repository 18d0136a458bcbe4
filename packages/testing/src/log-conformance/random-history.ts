import assert from 'node:assert/strict'
import type { StreamAppend } from '@tidemark/log'
import fc from 'fast-check'
import { event, gather, id } from './given.ts'
import { type LogPromise, promise } from './promise.ts'

interface Attempt {
  readonly stream: 'a' | 'b'
  readonly expected: number | 'any'
  readonly numbers: readonly number[]
}

const attempts: fc.Arbitrary<Attempt[]> = fc.array(
  fc.record({
    stream: fc.constantFrom('a', 'b'),
    expected: fc.oneof(fc.integer({ min: -1, max: 6 }), fc.constant('any' as const)),
    numbers: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 3 }),
  }),
  { maxLength: 25 },
)

/** The rules of append once more, as plainly as they can be said: a stream is a list of numbers. */
function expectedOutcome(stream: number[], { expected, numbers }: Attempt): string {
  const standsAt = (first: number) => numbers.every((n, index) => stream[first + index] === n)
  const known = numbers.some((n) => stream.includes(n))
  const end = stream.length - 1
  if (expected === 'any' && known)
    return standsAt(stream.indexOf(numbers[0] ?? -1)) ? 'there' : 'DUPLICATE_EVENT_ID'
  if (expected !== 'any' && expected !== end) {
    return expected < end && standsAt(expected + 1) ? 'there' : 'WRONG_EXPECTED_REVISION'
  }
  if (known) return 'DUPLICATE_EVENT_ID'
  stream.push(...numbers)
  return 'written'
}

/** Any history of attempts ends the way the rules say. */
export const randomHistoryPromises: readonly LogPromise[] = [
  promise('any sequence of appends has the outcome the rules say', async ({ log, prefix, start }) => {
    let run = 0
    const holds = fc.asyncProperty(attempts, async (sequence) => {
      const name = `${prefix}${run++}-`
      const model: Record<'a' | 'b', number[]> = { a: [], b: [] }
      const order: string[] = []
      for (const attempt of sequence) {
        const batch: StreamAppend = {
          stream: name + attempt.stream,
          expectedRevision: attempt.expected,
          events: attempt.numbers.map((n) => event(n)),
        }
        const outcome = await log.append([batch]).then(
          ([result]) => (result?.alreadyThere ? 'there' : 'written'),
          (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
        )
        assert.equal(outcome, expectedOutcome(model[attempt.stream], attempt))
        if (outcome === 'written') order.push(...attempt.numbers.map((n) => attempt.stream + n))
      }
      for (const stream of ['a', 'b'] as const) {
        const read = await gather(log.readStream(name + stream))
        assert.deepEqual(
          read.map((one) => one.id),
          model[stream].map(id),
        )
        assert.equal(await log.revision(name + stream), model[stream].length - 1)
      }
      const all = await gather(log.readAll({ after: start, streamPrefixes: [name] }))
      assert.deepEqual(
        all.map((one) => `${one.stream.slice(name.length)}${one.data?.n}`),
        order,
      )
    })
    await fc.assert(holds, { seed: 20_240_131, numRuns: 60 })
  }),
]

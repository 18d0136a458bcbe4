import { deepEqual, equal, match, ok, rejects, throws } from 'node:assert/strict'
import {
  arbitraryHistory,
  defineLaw,
  knownEvents,
  LawBroken,
  movementLine,
  mustBeSame,
  NotTheSame,
  trials,
} from '@tidemark/testing'
import fc from 'fast-check'
import { suite } from 'uvu'

const law = defineLaw({
  name: 'nobody sells',
  statement: 'No history holds a sale.',
  cases: arbitraryHistory().map(knownEvents),
  history: (known) => known.map(movementLine),
  circumstances: (known) => `${known.length} in all`,
  holds: (known) => mustBeSame(known.filter(({ type }) => type === 'StockSold').length, 0, 'sales'),
})

async function breachOf(trials: Parameters<typeof law.check>[0]): Promise<LawBroken> {
  try {
    await law.check(trials)
  } catch (error) {
    if (error instanceof LawBroken) return error
    throw error
  }
  throw new Error('the law held')
}

const test = suite('the report of a broken law')

test('it says what should hold, what did not, the seed, the path, and the history as a movement file', async () => {
  const { message, breach } = await breachOf({ seed: 7 })
  match(
    message,
    /nobody sells\n {2}No history holds a sale\.\n {2}sales: it is 1, not 0\n {2}seed 7, path \S+/,
  )
  match(message, /with 1 in all/)
  equal(breach.history.length, 1)
  ok(message.endsWith(breach.history[0] ?? '-'))
  const { recordedAt, ...event } = JSON.parse(breach.history[0] ?? '')
  equal(knownEvents([{ event, recordedAt }])[0]?.type, 'StockSold')
})

test('it ends with the line that tries the case again, as a shell takes it', async () => {
  const odd = defineLaw({
    name: "nobody's law",
    statement: 'No history is empty.',
    cases: arbitraryHistory(),
    history: () => [],
    holds: (history) => mustBeSame(history.length > 0, true, 'whether it holds something'),
  })
  await rejects(odd.check({ seed: 7, command: 'npx vitest run stock' }), ({ message, breach }: LawBroken) => {
    const line = `again: TIDEMARK_LAW='nobody'\\''s law' TIDEMARK_SEED=7 TIDEMARK_PATH=${breach.path} npx vitest run stock`
    ok(message.includes(line), message)
    return true
  })
})

test('the environment says which law, which case and how many', async () => {
  const variables = { TIDEMARK_SEED: '3', TIDEMARK_PATH: '0:1', TIDEMARK_LAW: 'nobody sells' }
  deepEqual(trials({ seed: 1, runs: 9 }, variables), { seed: 3, runs: 9, law: 'nobody sells', path: '0:1' })
  deepEqual(trials({ seed: 1 }, { TIDEMARK_RUNS: '5' }), {
    seed: 1,
    runs: 5,
    law: undefined,
    path: undefined,
  })
  throws(() => trials({}, { TIDEMARK_RUNS: 'many' }), /TIDEMARK_RUNS=many: not a whole number/)
  throws(() => trials({}, { TIDEMARK_PATH: '0:1' }), /name it in TIDEMARK_LAW/)
})

test('with a law named, the others are not tried', async () => {
  equal(await law.check({ seed: 7, law: 'another one' }), undefined)
  await rejects(law.check({ seed: 7, law: 'nobody sells' }))
})

test('fast-check itself can try a law', async () => {
  await rejects(fc.assert(law.property, { seed: 7 }), /Counterexample: .*StockSold/)
})

test('its seed and path lead straight to the same history', async () => {
  const { breach } = await breachOf({ seed: 7 })
  const again = await breachOf({ seed: breach.seed, path: breach.path, runs: 1 })
  deepEqual(again.breach.history, breach.history)
})

test('what was thrown by mistake tells where', async () => {
  const clumsy = defineLaw({
    name: 'clumsy',
    statement: 'It never throws.',
    cases: arbitraryHistory(),
    history: () => [],
    holds: () => {
      throw new TypeError('no such thing')
    },
  })
  await rejects(clumsy.check({ seed: 1 }), /TypeError: no such thing\n {4}at /)
})

test('a law that holds says nothing', async () => {
  const quiet = defineLaw({
    name: 'quiet',
    statement: 'All is well.',
    cases: arbitraryHistory(),
    history: () => [],
    holds: () => {},
  })
  equal(await quiet.check({ seed: 1, runs: 5 }), undefined)
})

test('two things are the same when their fields are, whatever made them', () => {
  const bare = Object.assign(Object.create(null), { b: 1n, a: [null, new Map([['x', 1]])] })
  mustBeSame({ a: [null, new Map([['x', 1]])], b: 1n }, bare, 'they')
  mustBeSame(bare, { a: [null, new Map([['x', 1]])], b: 1n }, 'they')
})

test('where two things part, the place and both values are told', () => {
  const parts = (actual: unknown, expected: unknown): string => {
    try {
      mustBeSame(actual, expected, 'it')
    } catch (error) {
      if (error instanceof NotTheSame) return error.message
    }
    return 'the same'
  }
  equal(parts({ a: { b: 1n } }, { a: { b: 2n } }), 'it: a.b is 1, not 2')
  equal(parts({ a: 1 }, { a: 1, b: 2 }), 'it: b is not there, not 2')
  equal(parts({ a: 1, b: 2 }, { a: 1 }), 'it: b is 2, not there at all')
  equal(parts([1, 2], [1]), 'it: 1 is 2, not there at all')
  equal(parts([], {}), 'it: it is [], not {}')
  equal(parts(new Map([['x', 1]]), new Map([['x', 2]])), 'it: x is 1, not 2')
  equal(parts(undefined, null), 'it: it is undefined, not null')
})

test.run()

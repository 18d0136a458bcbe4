import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadSqlite } from './driver.ts'
import { afterPrefix, eventCondition, everyEvent, streamCondition } from './filter.ts'

test('exactly the names with a prefix lie in its range, as SQLite compares text', () => {
  const { DatabaseSync } = loadSqlite()
  const compare = new DatabaseSync(':memory:').prepare(
    'SELECT ?1 >= ?2 AND (?3 IS NULL OR ?1 < ?3) AS inside',
  )
  const text = fc.string({
    unit: fc.constantFrom('a', 'b', '_', '%', '\ud7ff', '\ue000', '\u{10ffff}', 'ä'),
    maxLength: 3,
  })
  fc.assert(
    fc.property(text, text, fc.boolean(), (prefix, rest, extend) => {
      const name = extend ? prefix + rest : rest
      const inside = compare.get(name, prefix, afterPrefix(prefix) ?? null)?.inside
      expect(inside).toBe(name.startsWith(prefix) ? 1 : 0)
    }),
    { seed: 7, numRuns: 2000 },
  )
})

test('no prefixes and an empty prefix ask nothing, an empty list asks the impossible', () => {
  expect(streamCondition({})).toBe(everyEvent)
  expect(streamCondition({ streamPrefixes: ['item-', ''] })).toBe(everyEvent)
  expect(eventCondition({ streamPrefixes: [] })).toEqual({ sql: 'FALSE', inputs: [], asksStream: false })
})

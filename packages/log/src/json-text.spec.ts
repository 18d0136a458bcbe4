import { expect, test } from 'vitest'
import { NO_STREAM } from './event-log.ts'
import type * as jsonTexts from './json-text.ts'
import { isJsonText, JsonText, jsonObjectOf } from './json-text.ts'
import { memoryLog } from './memory-log.ts'

test('text is told from objects, whatever they hold', () => {
  expect(isJsonText(new JsonText('{}'))).toBe(true)
  for (const other of [{}, { text: '{}', value: {} }, null, undefined, '{}', 5])
    expect(isJsonText(other)).toBe(false)
  expect(jsonObjectOf(new JsonText('{"a":1}'))).toEqual({ a: 1 })
})

test('a log takes texts that another copy of this package made', async () => {
  const copy: typeof jsonTexts = await import(new URL('json-text.ts?copy', import.meta.url).href)
  expect(copy.JsonText).not.toBe(JsonText)
  const log = memoryLog()
  const [data, metadata] = ['{"quantity":"5"}', '{"by":"ann"}'].map((text) => new copy.JsonText(text))
  const event = { id: 'E', type: 'T', data: data as JsonText, metadata }
  await log.append([{ stream: 's', expectedRevision: NO_STREAM, events: [event] }])
  const read = []
  for await (const chunk of log.readAll()) read.push(...chunk)
  expect(read).toMatchObject([{ data: { quantity: '5' }, metadata: { by: 'ann' } }])
})

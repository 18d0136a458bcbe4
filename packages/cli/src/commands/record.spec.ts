import { existsSync } from 'node:fs'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { march, marchRecorded, scratch } from '../run.spec.support.ts'

const [received] = march

test('an event given as an argument is recorded, and says where it stands', async () => {
  const { tidemark } = scratch()
  const { code, stdout } = await tidemark(['record', JSON.stringify(received), '--format', 'json'])
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toEqual({
    id: 'R1',
    stream: 'main.item-tea',
    revision: 0,
    position: 1,
    recordedAt: '2027-04-01T00:00:00.000Z',
    alreadyRecorded: false,
  })
})

test('an event on stdin is recorded; doing it again changes nothing', async () => {
  const { tidemark } = scratch()
  await tidemark(['record', '-'], { stdin: JSON.stringify(received, null, 2) })
  const { stdout } = await tidemark(['record', '-', '--format', 'jsonl'], { stdin: JSON.stringify(received) })
  expect(JSON.parse(stdout)).toMatchObject({ position: 1, alreadyRecorded: true })
  expect(JSON.parse((await tidemark(['head', '--format', 'json'])).stdout)).toMatchObject({ events: 1 })
})

test.each([
  ['{"id":', 'INVALID_JSON'],
  ['NaN', 'INVALID_JSON'],
  ['"tea"', 'NOT_AN_OBJECT'],
  ['[]', 'NOT_AN_OBJECT'],
  ['{}', 'MISSING_FIELD'],
  ['{"id":"1","type":"StockLost"}', 'UNKNOWN_TYPE'],
  [JSON.stringify({ ...received, colour: 'green' }), 'UNKNOWN_FIELD'],
  [JSON.stringify({ ...received, quantity: 'NaN' }), 'NOT_A_NUMBER'],
])('%s is refused and makes no log', async (json, expected) => {
  const { log, tidemark } = scratch()
  const { code, stderr } = await tidemark(['record', json])
  expect(code).toBe(1)
  expect(stderr).toMatch(new RegExp(`^tidemark: ${expected}: `))
  expect(existsSync(log)).toBe(false)
})

test('stdin that is not UTF-8 is refused', async () => {
  const { tidemark } = scratch()
  const { stderr } = await tidemark(['record', '-'], { stdin: Readable.from([Buffer.from([0x7b, 0xff])]) })
  expect(stderr).toMatch(/^tidemark: INVALID_UTF8: /)
})

test('a refused event changes nothing', async () => {
  const { tidemark } = await marchRecorded()
  const other = { ...received, quantity: '11' }
  const { code, stderr } = await tidemark(['record', JSON.stringify(other)])
  expect(code).toBe(1)
  expect(stderr).toMatch(/^tidemark: MOVEMENT_CONFLICT: /)
  expect(JSON.parse((await tidemark(['head', '--format', 'json'])).stdout)).toMatchObject({
    events: march.length,
  })
})

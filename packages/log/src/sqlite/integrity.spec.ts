import { expect, test } from 'vitest'
import { append, events, everything, openScratch, tamper } from './scratch.spec.support.ts'

/** Two ids of the same hash. */
const TWINS = ['m763399', 'm1109514'] as const

async function logWithTwoStreams() {
  const log = await openScratch()
  await append(log, 'item-1', -1, events(1, 70))
  await append(log, 'item-2', -1, events(1, 70))
  await append(log, 'item-1', 69, events(71, 140))
  return log
}

test('a sound log has no problems', async () => {
  expect(await (await logWithTwoStreams()).integrity()).toEqual([])
})

test.each([
  [
    'a missing event',
    'DELETE FROM events WHERE position = 100',
    'position 101, event m31: follows position 99',
  ],
  [
    'a gap in a stream',
    'UPDATE events SET revision = 8 WHERE position = 8',
    'position 8, event m8: revision 8 follows revision 6 of its stream',
  ],
  [
    'a broken chain',
    'UPDATE events SET previous = 3 WHERE position = 8',
    'position 8, event m8: names position 3 as previous of its stream, not 7',
  ],
  [
    'time that goes backwards',
    'UPDATE events SET recorded_at = 5 WHERE position = 8',
    'position 8, event m8: is recorded earlier than the event before it',
  ],
  [
    'a wrong hash',
    'UPDATE events SET id_hash = 5 WHERE position = 8',
    'position 8, event m8: cannot be found by its id',
  ],
  [
    'data that is no JSON',
    `UPDATE events SET data = '{"n":' WHERE position = 8`,
    'position 8, event m8: its data is not JSON',
  ],
  [
    'metadata that is no JSON',
    `UPDATE events SET metadata = 'x' WHERE position = 8`,
    'position 8, event m8: its metadata is not JSON',
  ],
  [
    'a missing milestone',
    'DELETE FROM milestones WHERE stream = 2',
    'position 135, event m65: has no milestone for revision 64 of its stream',
  ],
  [
    'a wrong end of a stream',
    'UPDATE streams SET revision = 80 WHERE key = 2',
    'stream item-2 should end with revision 80, its events end with 69',
  ],
  ['a stream without a name', 'DELETE FROM streams WHERE key = 2', 'stream number 2 has no name'],
])('%s is found', async (_, sql, problem) => {
  const log = await logWithTwoStreams()
  tamper(log.path, sql)
  expect(await log.integrity()).toContain(problem)
})

test('an id that stands twice is found', async () => {
  const log = await logWithTwoStreams()
  tamper(
    log.path,
    `DELETE FROM ids WHERE position = 8;
     UPDATE events SET id = 'm3', id_hash = (SELECT id_hash FROM events WHERE position = 3) WHERE position = 8;
     INSERT INTO ids SELECT stream, id_hash, 1, position FROM events WHERE position = 8`,
  )
  expect(await log.integrity()).toEqual(['event m3 stands twice in its stream'])
})

test('an id that leads astray, or nowhere, is found', async () => {
  const log = await logWithTwoStreams()
  tamper(log.path, 'UPDATE ids SET position = 9 WHERE position = 8')
  expect(await log.integrity()).toEqual([
    'position 8, event m8: cannot be found by its id',
    'an id of stream number 1 leads to position 9, where it is not',
  ])
})

test('many problems are cut at a hundred', async () => {
  const log = await logWithTwoStreams()
  tamper(log.path, 'UPDATE events SET id_hash = 0')
  const problems = await log.integrity()
  expect(problems).toHaveLength(101)
  expect(problems.at(-1)).toBe('and more')
})

test('what is stored but is no JSON object is delivered as it is', async () => {
  const log = await openScratch()
  await append(log, 'item-1', -1, events(1, 3))
  tamper(
    log.path,
    `UPDATE events SET data = '[1,' WHERE revision = 1; UPDATE events SET data = '"text"' WHERE revision = 2`,
  )
  expect(await everything(log)).toMatchObject([
    { data: { n: 1 } },
    { data: null, rawData: '[1,' },
    { data: null, rawData: '"text"' },
  ])
})

test('ids that share a hash are told apart', async () => {
  const log = await openScratch()
  await append(log, 'item-1', -1, events(1, 2))
  const [one, other] = TWINS.map((id) => ({ id, type: 'Sold', data: { id } }))
  if (one === undefined || other === undefined) throw new Error('two were given')
  await append(log, 'item-1', 1, [one])
  expect(await log.find('item-1', [other.id])).toEqual([])
  expect(await append(log, 'item-1', 2, [other])).toMatchObject({ alreadyThere: false })
  // Together in one append, and beside others in one batch.
  expect(await append(log, 'item-2', -1, [one, other])).toMatchObject({ alreadyThere: false })
  expect(await log.find('item-2', TWINS)).toMatchObject([{ id: one.id }, { id: other.id }])
  expect(await append(log, 'item-1', 2, [other])).toMatchObject({ alreadyThere: true, firstRevision: 3 })
  await expect(append(log, 'item-1', 3, [one])).rejects.toMatchObject({ code: 'DUPLICATE_EVENT_ID' })
  expect(await log.integrity()).toEqual([])
})

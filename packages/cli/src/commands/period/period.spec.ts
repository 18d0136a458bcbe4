import { expect, test } from 'vitest'
import { marchRecorded, movement, rowsOf } from '../../run.spec.support.ts'

const march = '2027-03-31T22:59:59.999Z'
const close = ['period', 'close', '2027-03', '--zone', 'Europe/London'] as const

test('a period is closed, what falls into it is refused, and it is opened again', async () => {
  const { tidemark } = await marchRecorded()
  const { code, stdout } = await tidemark([
    ...close,
    '--actor',
    'vera',
    '--reason',
    'filed',
    '--format',
    'jsonl',
  ])
  expect(code).toBe(0)
  expect(rowsOf(stdout)).toEqual([{ closedThrough: march, lateEntries: 0 }])
  const late = JSON.stringify(
    movement('StockSold', 'S9', '2027-03-20T00:00:00Z', { quantity: '1', netAmount: '9' }),
  )
  expect((await tidemark(['record', late])).stderr).toMatch(/^tidemark: PERIOD_CLOSED: /)
  await tidemark(['period', 'reopen', '2027-02-28T23:59:59.999Z'])
  expect((await tidemark(['record', late])).code).toBe(0)
  await tidemark(['period', 'reopen', '--all'])
  const { closings } = JSON.parse((await tidemark(['period', 'list', '--format', 'json'])).stdout)
  expect(closings).toMatchObject([
    {
      type: 'PeriodClosed',
      through: march,
      actor: 'vera',
      reason: 'filed',
      recordedAt: '2027-04-01T00:00:00.000Z',
    },
    { type: 'PeriodReopened', through: '2027-02-28T23:59:59.999Z', actor: null },
    { type: 'PeriodReopened', through: null },
  ])
})

test.each([
  ['2027-03', 'America/New_York', '2027-04-01T03:59:59.999Z', '2027-04-02T00:00:00Z'],
  ['2027-Q1', 'Asia/Kolkata', '2027-03-31T18:29:59.999Z', '2027-04-02T00:00:00Z'],
  ['2026', 'UTC', '2026-12-31T23:59:59.999Z', '2027-04-02T00:00:00Z'],
  ['2027-03-30', 'Europe/London', '2027-03-30T22:59:59.999Z', '2027-04-02T00:00:00Z'],
  ['2027-03-30T12:00:00Z', 'Europe/London', '2027-03-30T12:00:00.000Z', '2027-04-02T00:00:00Z'],
])('closing %s in %s closes through %s', async (period, zone, through, now) => {
  const { tidemark } = await marchRecorded()
  const args = ['period', 'close', period, '--zone', zone, '--format', 'jsonl']
  const { stdout } = await tidemark(args, { now: Date.parse(now) })
  expect(rowsOf(stdout)).toEqual([{ closedThrough: through, lateEntries: 0 }])
})

test('the list tells what was let in all the same', async () => {
  const { tidemark } = await marchRecorded()
  await tidemark(close)
  const late = { quantity: '1', netAmount: '9', late: 'accept', actor: 'tom', reason: 'found' }
  await tidemark(['record', JSON.stringify(movement('StockSold', 'S9', '2027-03-20T00:00:00Z', late))])
  const row = {
    id: 'S9',
    type: 'StockSold',
    item: 'tea',
    effectiveAt: '2027-03-20T00:00:00.000Z',
    closedThrough: march,
    recordedAt: '2027-04-01T00:00:00.000Z',
    actor: 'tom',
    reason: 'found',
  }
  const list = async (format: string) => (await tidemark(['period', 'list', '--format', format])).stdout
  expect(JSON.parse(await list('json')).lateEntries).toEqual([row])
  expect(rowsOf(await list('jsonl'))).toEqual([row])
  const table = (await list('table')).split('\n')
  expect(table[0]).toBe('Closed through 2027-03-31T22:59:59.999Z')
  expect(
    table.slice(table.indexOf('Let in all the same') + 2).map((line) => line.slice(0, 3).trim()),
  ).toEqual(['id', '--', 'S9', ''])
})

test('nothing closed is told as such', async () => {
  const { tidemark } = await marchRecorded()
  expect((await tidemark(['period', 'list'])).stdout).toMatch(/^Closed through nothing\n\n/)
  expect(await tidemark(['period', 'list', '--format', 'jsonl'])).toEqual({ code: 0, stdout: '', stderr: '' })
})

test.each([
  [['close', '2027-03'], 1, 'INVALID_TIME'],
  [['close', '2027-04', '--zone', 'UTC'], 1, 'PERIOD_NOT_OVER'],
  [['close', '2027-03', '--zone', 'London'], 1, 'INVALID_ARGUMENT'],
  [['reopen', '--all'], 1, 'PERIOD_NOT_CLOSED'],
  [['reopen'], 2, ''],
  [['reopen', '2027-01-31T00:00:00Z', '--all'], 2, ''],
])('period %s is refused', async (args, exitCode, expected) => {
  const { tidemark } = await marchRecorded()
  const { code, stderr } = await tidemark(['period', ...args])
  expect(code).toBe(exitCode)
  if (expected !== '') expect(stderr).toMatch(new RegExp(`^tidemark: ${expected}: `))
})

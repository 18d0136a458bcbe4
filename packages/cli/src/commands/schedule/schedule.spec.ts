import { expect, test } from 'vitest'
import { marchRecorded, rowsOf, type Scratch } from '../../run.spec.support.ts'

const set = ['schedule', 'set', 'books', '--every', 'month-end', '--zone', 'Europe/London'] as const

async function listed({ tidemark }: Scratch): Promise<readonly unknown[]> {
  return rowsOf((await tidemark(['schedule', 'list', '--format', 'jsonl'])).stdout)
}

const books = {
  schedule: 'books',
  every: 'month-end',
  timeZone: 'Europe/London',
  template: 'Month-End [Month] [Year]',
  settle: null,
  from: '2027-04-01T00:00:00.000Z',
  setAt: '2027-04-01T00:00:00.000Z',
  next: '2027-04-30T23:00:00.000Z',
}

test('a schedule is set, shown with its next boundary, listed and removed', async () => {
  const here = await marchRecorded()
  const { code, stdout } = await here.tidemark([...set, '--format', 'json'])
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toEqual(books)
  expect(await listed(here)).toEqual([books])
  expect((await here.tidemark(['schedule', 'list'])).stdout).toMatch(
    /^schedule +every +timeZone +template +from +next\n/,
  )
  expect(await here.tidemark(['schedule', 'remove', 'books', '--reason', 'moved'])).toEqual({
    code: 0,
    stdout: '',
    stderr: '',
  })
  expect(await listed(here)).toEqual([])
})

test('all of a schedule can be chosen, and setting it again replaces it', async () => {
  const here = await marchRecorded()
  await here.tidemark(set)
  const args = ['--every', '0 18 * * 5', '--zone', 'UTC', '--template', 'Close [Date]', '--settle', '2h']
  await here.tidemark(['schedule', 'set', 'books', ...args, '--from', '2027-01-01T00:00:00Z'])
  expect(await listed(here)).toEqual([
    {
      schedule: 'books',
      every: '0 18 * * 5',
      timeZone: 'UTC',
      template: 'Close [Date]',
      settle: '2h',
      from: '2027-01-01T00:00:00.000Z',
      setAt: '2027-04-01T00:00:00.000Z',
      next: '2027-04-02T18:00:00.000Z',
    },
  ])
})

test.each([
  [['--every', 'monthly'], 'INVALID_SCHEDULE'],
  [['--zone', 'London'], 'INVALID_SCHEDULE'],
  [['--settle', 'soon'], 'INVALID_SCHEDULE'],
  [['--from', '2027-03-01'], 'INVALID_TIME'],
])('%s is refused', async (args, expected) => {
  const here = await marchRecorded()
  const { code, stderr } = await here.tidemark([...set, ...args])
  expect(code).toBe(1)
  expect(stderr).toMatch(new RegExp(`^tidemark: ${expected}: `))
  expect(await listed(here)).toEqual([])
})

test('a schedule that is not there cannot be removed, and one without rhythm or zone is a usage error', async () => {
  const { tidemark } = await marchRecorded()
  const removed = await tidemark(['schedule', 'remove', 'books'])
  expect(removed).toMatchObject({ code: 1, stderr: expect.stringMatching(/^tidemark: UNKNOWN_SCHEDULE: /) })
  expect(await tidemark(set.slice(0, 5))).toMatchObject({ code: 2 })
  expect(await tidemark(['schedule', 'set', 'books', '--zone', 'UTC'])).toMatchObject({ code: 2 })
})

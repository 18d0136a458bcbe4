import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { marchRecorded, type Outcome, rowsOf, type Scratch } from '../run.spec.support.ts'

async function withRules(): Promise<Scratch> {
  const here = await marchRecorded()
  const rhythm = ['--every', 'week', '--zone', 'Europe/London', '--from', '2027-03-09T00:00:00Z']
  await here.tidemark(['schedule', 'set', 'weeks', ...rhythm])
  await here.tidemark(['trigger', 'set', 'sales', '--on', 'StockSold', '--backfill'])
  return here
}

async function names({ tidemark }: Scratch): Promise<readonly unknown[]> {
  const { stdout } = await tidemark(['snapshot', 'list', '--format', 'jsonl'])
  return rowsOf(stdout).map((row) => Reflect.get(Object(row), 'name'))
}

test('run --once takes what is due and what has happened, says so, and ends', async () => {
  const here = await withRules()
  const { code, stdout, stderr } = await here.tidemark(['run', '--once'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toBe(
    [
      '"sales tea 2027-03-10 10:30" as of 2027-03-10T10:30:00.000Z: on hand 6, value 27 (sales@item-tea@1)',
      '"Week-End 2027-W10" as of 2027-03-14T23:59:59.999Z: on hand 8.5, value 47 (weeks@20270315T000000Z)',
      '"Week-End 2027-W11" as of 2027-03-21T23:59:59.999Z: on hand 14.5, value 77 (weeks@20270322T000000Z)',
      '"Week-End 2027-W12" as of 2027-03-28T22:59:59.999Z: on hand 14.5, value 77 (weeks@20270328T230000Z)',
    ]
      .map((line) => `2027-04-01T00:00:00.000Z took ${line}\n`)
      .join(''),
  )
  expect(await here.tidemark(['run', '--once'])).toEqual({ code: 0, stdout: '', stderr: '' })
  expect(rowsOf((await here.tidemark(['snapshot', 'verify', '--format', 'jsonl'])).stdout)).toMatchObject(
    Array.from({ length: 4 }, () => ({ ok: true })),
  )
})

test('a checkpoint keeps how far triggers have got', async () => {
  const here = await withRules()
  const file = here.path('worker.position')
  await here.tidemark(['run', '--once', '--checkpoint', file])
  expect(readFileSync(file, 'utf8')).toMatch(/^\d+\n$/)
  expect((await here.tidemark(['run', '--once', '--checkpoint', here.log])).stderr).toMatch(
    /^tidemark: CHECKPOINT_UNREADABLE: /,
  )
})

test.each([
  ['onTerminate', 0],
  ['onInterrupt', 130],
] as const)('run goes on until it is stopped: %s ends it with %i', async (on, expected) => {
  const here = await withRules()
  let stop = () => {}
  let isListening = true
  const running: Promise<Outcome> = here.tidemark(['run'], {
    [on]: (listener: () => void) => {
      stop = listener
      return () => {
        isListening = false
      }
    },
  })
  while ((await names(here)).length < 4) await new Promise(setImmediate)
  const args = ['--on', 'StockReceived', '--backfill', '--template', 'late [Event]']
  await here.tidemark(['trigger', 'set', 'receipts', ...args])
  while ((await names(here)).length < 7) await new Promise(setImmediate)
  stop()
  const { code, stdout, stderr } = await running
  expect({ code, stderr }).toEqual({ code: expected, stderr: '' })
  expect(stdout.match(/ took "/g)).toHaveLength(7)
  expect(isListening).toBe(false)
})

test('run needs a log that is there', async () => {
  const here = await marchRecorded()
  const { code, stderr } = await here.tidemark(['run', '--once', '--log', here.path('none.db')])
  expect(code).toBe(1)
  expect(stderr).toMatch(/^tidemark: LOG_NOT_FOUND: /)
})

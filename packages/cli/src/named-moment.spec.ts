import { expect, test } from 'vitest'
import { marchRecorded, movement, rowsOf, type Scratch } from './run.spec.support.ts'

const T = '2027-03-15T00:00:00.000Z'

/** March with a snapshot of its middle, and a sale of before that was recorded after it. */
async function withSnapshot(): Promise<Scratch> {
  const here = await marchRecorded()
  await here.tidemark(['snapshot', 'create', '--name', 'Mid-March', '--as-of', T])
  const late = movement('StockSold', 'S9', '2027-03-12T10:00:00Z', { quantity: '1', netAmount: '9' })
  await here.tidemark(['record', JSON.stringify(late)])
  return here
}

async function told(here: Scratch, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await here.tidemark(args)
  expect([code, stderr]).toEqual([0, ''])
  return stdout
}

test.each([
  ['levels'],
  ['totals'],
  ['explain', 'tea'],
  ['item', 'tea'],
  ['digest'],
  ['lots'],
  ['availability'],
])('%s takes the name of a snapshot for an instant, with what it knew', async (...command) => {
  const here = await withSnapshot()
  const frozen = await told(here, ...command, '--snapshot', 'Mid-March', '--format', 'json')
  expect(await told(here, ...command, '--as-of', 'Mid-March', '--format', 'json')).toBe(frozen)
})

test('a snapshot as an instant may be asked for as known at another time', async () => {
  const here = await withSnapshot()
  const [tea] = rowsOf(
    await told(
      here,
      ...['levels', '--item', 'tea', '--as-of', 'Mid-March', '--known-through', 'main.item-tea@3'],
      ...['--format', 'jsonl'],
    ),
  )
  expect(tea).toMatchObject({ onHand: '5' })
})

test('periods, schedules, snapshots and anomalies take the instant of a snapshot', async () => {
  const here = await withSnapshot()
  const json = async (...args: readonly string[]): Promise<unknown> =>
    JSON.parse(await told(here, ...args, '--format', 'json'))
  expect(await json('period', 'close', 'Mid-March')).toMatchObject({ closedThrough: T })
  expect(await json('snapshot', 'create', '--as-of', 'Mid-March')).toMatchObject({ asOf: T })
  expect(await json('snapshot', 'list', '--from', 'Mid-March', '--to', 'Mid-March')).toHaveLength(2)
  const every = ['--every', 'day', '--zone', 'UTC', '--from', 'Mid-March']
  expect(await json('schedule', 'set', 'daily', ...every)).toMatchObject({ from: T })
  expect(await json('anomalies', '--as-of', 'Mid-March')).toEqual([])
  expect(await json('counts', 'sheet', '--branch', 'north', '--as-of', 'Mid-March')).toHaveLength(1)
})

test.each([
  ['levels', '--as-of', 'Mid-Mach'],
  ['trend', '--from', 'Mid-Mach', '--to', T, '--every', 'day'],
  ['period', 'close', 'Mid-Mach'],
])('%s says what it can be when it is neither a snapshot nor an instant', async (...args) => {
  const here = await withSnapshot()
  const { code, stderr } = await here.tidemark(args)
  expect([code, stderr]).toEqual([1, expect.stringMatching(/^tidemark: NOT_A_MOMENT: "Mid-Mach"/)])
})

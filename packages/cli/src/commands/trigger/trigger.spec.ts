import { expect, test } from 'vitest'
import { marchRecorded, rowsOf, type Scratch } from '../../run.spec.support.ts'

async function listed({ tidemark }: Scratch): Promise<readonly unknown[]> {
  return rowsOf((await tidemark(['trigger', 'list', '--format', 'jsonl'])).stdout)
}

test('a trigger is set, listed and removed', async () => {
  const here = await marchRecorded()
  const args = ['--when', 'stock-out', '--branch', 'north', '--cooldown', '1h', '--where', 'group=drinks']
  const { code, stdout } = await here.tidemark(['trigger', 'set', 'sold out', ...args, '--format', 'json'])
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toEqual({
    trigger: 'sold out',
    when: 'stock-out',
    on: expect.arrayContaining(['StockSold', 'MovementVoided']),
    item: null,
    branch: 'north',
    where: { group: 'drinks' },
    cooldown: '1h',
    template: '[Trigger] [Item] [Date] [Time]',
    backfill: false,
    setAt: '2027-04-01T00:00:00.000Z',
  })
  expect((await here.tidemark(['trigger', 'list'])).stdout).toMatch(
    /^trigger +when +on +branch +where +cooldown /,
  )
  expect(await listed(here)).toHaveLength(1)
  expect((await here.tidemark(['trigger', 'remove', 'sold out'])).code).toBe(0)
  expect(await listed(here)).toEqual([])
  expect((await here.tidemark(['trigger', 'remove', 'sold out'])).stderr).toMatch(
    /^tidemark: UNKNOWN_TRIGGER: /,
  )
})

test('a trigger is on several types, with several values', async () => {
  const here = await marchRecorded()
  const args = [
    '--on',
    'StockAdjusted, CountPosted',
    '--item',
    'tea',
    '--where',
    'reason=damage',
    '--where',
    'tags.till=3=4',
  ]
  await here.tidemark(['trigger', 'set', 'losses', ...args, '--backfill', '--template', '[Event]'])
  expect((await here.tidemark(['trigger', 'list', '--format', 'csv'])).stdout).toBe(
    'trigger,when,on,item,branch,where,cooldown,template,backfill\n' +
      'losses,,"StockAdjusted,CountPosted",tea,,reason=damage tags.till=3=4,,[Event],true\n',
  )
})

test.each([
  [[], 2],
  [['--on', 'Sold'], 2],
  [['--on', 'SnapshotTaken'], 2],
  [['--when', 'sold-out'], 2],
  [['--when', 'stock-out', '--where', 'drinks'], 2],
  [['--when', 'stock-out', '--where', 'colour=green'], 1],
  [['--when', 'stock-out', '--cooldown', 'a while'], 1],
  [['--when', 'stock-out', '--on', 'PeriodClosed'], 1],
])('a trigger %s is refused with exit code %i', async (args, expected) => {
  const here = await marchRecorded()
  const { code, stderr } = await here.tidemark(['trigger', 'set', 'x', ...args])
  expect(code).toBe(expected)
  if (expected === 1) expect(stderr).toMatch(/^tidemark: INVALID_TRIGGER: x: /)
  expect(await listed(here)).toEqual([])
})

import { readFileSync } from 'node:fs'
import { beforeEach, expect, test } from 'vitest'
import { movement, rowsOf, type Scratch, scratch } from './run.spec.support.ts'

/** Each of what may be recorded; together more than one movement may be. */
const receipts = ['R1', 'R2'].map((id) =>
  movement('StockReceived', id, '2027-03-01T09:00:00Z', { quantity: '600000', unitCost: '1000000' }),
)
const [T1, T2] = ['2027-02-28T00:00:00Z', '2027-03-31T00:00:00Z']
const SUM = '1200000000000'

let here: Scratch

beforeEach(async () => {
  here = scratch()
  await stdoutOf('import', here.file('receipts.jsonl', receipts))
})

async function stdoutOf(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await here.tidemark(args)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout
}

test.each([
  ['levels', ['levels', '--as-of', T2]],
  ['comparisons', ['compare', T1, T2]],
  ['bridges', ['bridge', T1, T2]],
])('sums of a million millions and more are exported in %s', async (_what, args) => {
  for (const name of ['all.csv', 'all.json', 'all.xlsx']) {
    await stdoutOf('export', ...args, '--to', here.path(name))
  }
  expect(readFileSync(here.path('all.csv'), 'utf8')).toContain(`,${SUM}`)
})

test('they are compared', async () => {
  expect(await stdoutOf('compare', T1, T2)).toContain(`+${SUM}`)
})

test('what became of them since a snapshot is told', async () => {
  await stdoutOf('snapshot', 'create', '--name', 'March', '--as-of', T2)
  const late = movement('StockSold', 'S1', '2027-03-02T09:00:00Z', { quantity: '1', netAmount: '1' })
  await stdoutOf('record', JSON.stringify(late))
  const [row] = rowsOf(await stdoutOf('drift', 'March', '--format', 'jsonl'))
  expect(row).toMatchObject({
    frozen: { value: SUM },
    now: { value: '1199999000000' },
    entries: [{ id: 'S1', value: '-1000000' }],
  })
  const behind = await stdoutOf('compare', 'March', T2, '--open', 'late-quantity', '--format', 'jsonl')
  expect(rowsOf(behind)).toMatchObject([{ id: 'S1', value: '-1000000' }])
})

import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { marchRecorded, movement, rowsOf, type Scratch } from '../run.spec.support.ts'

async function stdoutOf({ tidemark }: Scratch, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await tidemark(args)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout
}

/** March is filed; then a sale of it turns up. */
async function filedMarch(): Promise<Scratch> {
  const here = await marchRecorded()
  const archive = here.path('archive')
  await stdoutOf(here, 'snapshot', 'create', '--name', 'March', '--as-of', '2027-03-31T00:00:00Z')
  await stdoutOf(here, '--archive', archive, 'snapshot', 'archive', 'March')
  return here
}

const lateSale = movement('StockSold', 'S2', '2027-03-15T09:00:00Z', {
  quantity: '2',
  netAmount: '15',
  actor: 'kim',
})

test('the table has the bridge, the rows that drifted, and the entries that explain them', async () => {
  const here = await filedMarch()
  await stdoutOf(here, 'record', JSON.stringify(lateSale))
  const lines = (await stdoutOf(here, 'drift', 'March')).split('\n')
  expect(lines[0]).toMatch(/^Snapshot \S+, as of 2027-03-31T00:00:00.000Z, as frozen and as known now$/)
  expect(lines.slice(2)).toEqual([
    'bridge                    quantity  value',
    '------------------------  --------  -----',
    'Opening                       14.5     77',
    'Late entries: quantities      -2       -9',
    'Closing                       12.5     68',
    '',
    'item  branch  on hand  now  change  value  now  change  fields',
    '----  ------  -------  ---  ------  -----  ---  ------  -------------------------------------------------',
    'tea   north        12   10      -2     57   48      -9  onHand; value; averageCost; lastSoldOn; available',
    '',
    'item  branch  id  type       occurredAt         recordedAt         actor  quantity  value',
    '----  ------  --  ---------  -----------------  -----------------  -----  --------  -----',
    'tea   north   S2  StockSold  2027-03-15T09:00Z  2027-04-01T00:00Z  kim          -2     -9',
    '',
  ])
})

test('the other formats have the rows', async () => {
  const here = await filedMarch()
  expect(await stdoutOf(here, 'drift', 'March', '--format', 'jsonl')).toBe('')
  await stdoutOf(here, 'record', JSON.stringify(lateSale))
  const told = JSON.parse(await stdoutOf(here, 'drift', 'March', '--format', 'json'))
  expect(told).toMatchObject({
    rows: [{ item: 'tea', entries: [{ id: 'S2', corrects: null, actor: 'kim' }] }],
  })
  expect(rowsOf(await stdoutOf(here, 'drift', 'March', '--format', 'jsonl'))).toEqual(told.rows)
  expect(await stdoutOf(here, 'drift', 'March', '--format', 'csv')).toBe(
    'item,branch,onHandFrozen,onHandNow,valueFrozen,valueNow,fields,entries\n' +
      'tea,north,12,10,57,48,onHand; value; averageCost; lastSoldOn; available,S2\n',
  )
  const { code, stderr } = await here.tidemark(['drift', 'April'])
  expect([code, stderr]).toEqual([1, expect.stringMatching(/^tidemark: UNKNOWN_SNAPSHOT: /)])
})

test('snapshot verify checks the archive and names the first row that differs', async () => {
  const here = await filedMarch()
  const folder = here.path('archive')
  const verify = ['--archive', folder, 'snapshot', 'verify', 'March', '--format', 'csv']
  expect(await stdoutOf(here, ...verify)).toMatch(/,true,[0-9a-f]{64},,,whole,,\n$/)
  const file = `${folder}/${readdirSync(folder)[0]}`
  chmodSync(file, 0o644)
  writeFileSync(file, readFileSync(file, 'utf8').replace('"57"', '"58"'))
  const { code, stdout } = await here.tidemark(verify)
  expect(code).toBe(1)
  expect(stdout).toContain(',damaged,"tea at north: value 58, replayed 57",\n')
})

test('snapshot archive needs a folder', async () => {
  const here = await filedMarch()
  const { code, stderr } = await here.tidemark(['snapshot', 'archive', 'March'])
  expect([code, stderr]).toEqual([1, expect.stringMatching(/^tidemark: NO_ARCHIVE: /)])
})

test('snapshot list is filtered', async () => {
  const here = await filedMarch()
  await stdoutOf(here, 'snapshot', 'create', '--name', 'Mid', '--as-of', '2027-03-15T00:00:00Z')
  const names = async (...args: readonly string[]) =>
    rowsOf(await stdoutOf(here, 'snapshot', 'list', '--format', 'jsonl', ...args)).map((row) =>
      Reflect.get(Object(row), 'name'),
    )
  expect(await names()).toEqual(['Mid', 'March'])
  expect(await names('--text', 'mar')).toEqual(['March'])
  expect(await names('--to', '2027-03-20T00:00:00Z')).toEqual(['Mid'])
  expect(await names('--from', '2027-03-20T00:00:00Z', '--cause', 'manual')).toEqual(['March'])
  expect(await names('--cause', 'schedule')).toEqual([])
})

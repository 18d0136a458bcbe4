import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { marchRecorded, rowsOf, type Scratch, scratch } from '../../run.spec.support.ts'

interface Taken {
  readonly id: string
}

async function taken({ tidemark }: Scratch, ...args: readonly string[]): Promise<Taken> {
  const { code, stdout, stderr } = await tidemark(['snapshot', 'create', '--format', 'json', ...args])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return JSON.parse(stdout)
}

async function stdoutOf({ tidemark }: Scratch, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await tidemark(args)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout
}

const middle = ['--as-of', '2027-03-15T00:00:00Z'] as const

test('a snapshot is taken of a past instant, with name, description, totals and digest', async () => {
  const here = await marchRecorded()
  const snapshot = await taken(here, '--name', 'Mid-March', '--description', 'before the fair', ...middle)
  expect(snapshot).toEqual({
    id: expect.any(String),
    name: 'Mid-March',
    description: 'before the fair',
    asOf: '2027-03-15T00:00:00.000Z',
    knownThrough: { stream: 'main.item-coffee', revision: 0 },
    takenAt: '2027-04-01T00:00:00.000Z',
    totals: { onHand: '8.5', value: '47', items: 2 },
    cause: { kind: 'manual' },
    format: expect.any(Number),
    digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    discarded: null,
  })
  expect(JSON.parse(await stdoutOf(here, 'snapshot', 'show', snapshot.id, '--format', 'json'))).toEqual(
    snapshot,
  )
  expect(rowsOf(await stdoutOf(here, 'snapshot', 'list', '--format', 'jsonl'))).toEqual([snapshot])
})

test('a new snapshot is shown with its id first', async () => {
  const stdout = await stdoutOf(await marchRecorded(), 'snapshot', 'create', ...middle)
  expect(stdout).toMatch(/^id {12}20270315T000000-[0-9a-f]{6}\nname {10}Snapshot 2027-03-15T00:00:00\.000Z\n/)
})

test('snapshots are listed newest first', async () => {
  const here = await marchRecorded()
  await taken(here, '--name', 'first')
  await taken(here, '--name', 'second', ...middle)
  expect(rowsOf(await stdoutOf(here, 'snapshot', 'list', '--format', 'jsonl'))).toMatchObject([
    { name: 'second' },
    { name: 'first' },
  ])
  expect(await stdoutOf(here, 'snapshot', 'list', '--format', 'csv')).toMatch(
    /^id,name,asOf,takenAt,onHand,value,items,cause,discarded\n.*,second,2027-03-15T00:00:00\.000Z,/,
  )
  expect(await stdoutOf(here, 'snapshot', 'list')).toMatch(
    /^id +name +asOf +takenAt +onHand +value +items +cause\n/,
  )
})

test('a view of a snapshot is that of its instant and its knowledge', async () => {
  const here = await marchRecorded()
  const { id } = await taken(here, '--name', 'Mid-March', ...middle)
  const late = {
    id: 'R9',
    type: 'StockReceived',
    occurredAt: '2027-03-02T00:00:00Z',
    item: 'tea',
    branch: 'north',
  }
  await here.tidemark(['record', JSON.stringify({ ...late, quantity: '100', unitCost: '1' })])
  const totals = async (...args: readonly string[]) =>
    JSON.parse(await stdoutOf(here, 'totals', '--format', 'jsonl', ...args))
  expect(await totals('--snapshot', id)).toEqual({ onHand: '8.5', value: '47', items: 2 })
  expect(await totals('--snapshot', 'Mid-March')).toEqual({ onHand: '8.5', value: '47', items: 2 })
  expect(await totals(...middle)).toMatchObject({ onHand: '108.5' })
})

test('a snapshot can be renamed and described; what it froze stays', async () => {
  const here = await marchRecorded()
  const snapshot = await taken(here, '--name', 'old', ...middle)
  const change = ['--name', 'new', '--description', 'what for', '--format', 'json']
  expect(JSON.parse(await stdoutOf(here, 'snapshot', 'describe', 'old', ...change))).toEqual({
    ...snapshot,
    name: 'new',
    description: 'what for',
  })
  expect((await here.tidemark(['snapshot', 'show', 'old'])).stderr).toMatch(
    /^tidemark: UNKNOWN_SNAPSHOT: "old"/,
  )
})

test('a discarded snapshot stays listed, with the reason', async () => {
  const here = await marchRecorded()
  const { id } = await taken(here)
  await stdoutOf(here, 'snapshot', 'discard', id, '--reason', 'taken by mistake')
  expect(rowsOf(await stdoutOf(here, 'snapshot', 'list', '--format', 'jsonl'))).toMatchObject([
    { id, discarded: { reason: 'taken by mistake', at: '2027-04-01T00:00:00.000Z' } },
  ])
  expect(await stdoutOf(here, 'snapshot', 'list')).toContain('taken by mistake')
})

test('a name that several snapshots have names none, unless the others are discarded', async () => {
  const here = await marchRecorded()
  const first = await taken(here, '--name', 'twice')
  const second = await taken(here, '--name', 'twice', ...middle)
  const { code, stderr } = await here.tidemark(['snapshot', 'show', 'twice'])
  expect(code).toBe(1)
  expect(stderr).toMatch(/^tidemark: AMBIGUOUS_SNAPSHOT: /)
  expect(stderr).toContain(first.id)
  await stdoutOf(here, 'snapshot', 'discard', first.id, '--reason', 'double')
  expect(await stdoutOf(here, 'snapshot', 'show', 'twice')).toContain(second.id)
})

test('all snapshots, or one, are verified', async () => {
  const here = await marchRecorded()
  await taken(here, '--name', 'first', ...middle)
  const { id } = await taken(here, '--name', 'second')
  expect(rowsOf(await stdoutOf(here, 'snapshot', 'verify', '--format', 'jsonl'))).toMatchObject([
    { id, ok: true },
    { ok: true },
  ])
  expect(rowsOf(await stdoutOf(here, 'snapshot', 'verify', 'second', '--format', 'jsonl'))).toMatchObject([
    { id, ok: true, items: [] },
  ])
})

test('a snapshot that a replay does not reproduce is told with the items that differ, and fails', async () => {
  const here = await marchRecorded()
  const { id } = await taken(here)
  const db = new DatabaseSync(here.log)
  db.exec(`UPDATE events SET data = replace(data, '"unitCost":"4.5"', '"unitCost":"4.6"') WHERE id = 'R1'`)
  db.close()
  const { code, stdout } = await here.tidemark(['snapshot', 'verify', '--format', 'jsonl'])
  expect(code).toBe(1)
  expect(rowsOf(stdout)).toMatchObject([{ id, ok: false, items: ['tea'] }])
})

test('an item that is gone from the replay is named, and its bucket shown', async () => {
  const here = await marchRecorded()
  await taken(here, ...middle)
  const db = new DatabaseSync(here.log)
  db.exec(`UPDATE events SET data = replace(data, '2027-03-05T', '2027-03-25T') WHERE id = 'R3'`)
  db.close()
  const [row] = rowsOf((await here.tidemark(['snapshot', 'verify', '--format', 'jsonl'])).stdout)
  expect(row).toMatchObject({ ok: false, items: ['coffee'], buckets: [expect.any(Number)] })
  const shown = async (format: string) => {
    const { code, stdout } = await here.tidemark(['snapshot', 'verify', '--format', format])
    expect(code).toBe(1)
    return stdout.trimEnd().split('\n')
  }
  const bucket = String(Reflect.get(Object(row), 'buckets'))
  const [heading, , line] = await shown('table')
  expect(heading).toMatch(/ items +buckets$/)
  expect(line).toMatch(new RegExp(` coffee +${bucket}$`))
  const [names, cells] = await shown('csv')
  expect(names).toMatch(/,buckets$/)
  expect(cells).toMatch(new RegExp(`,${bucket}$`))
})

test.each([
  [['--as-of', '2027-04-02T00:00:00Z'], 'SNAPSHOT_IN_THE_FUTURE'],
  [['--as-of', '2027-03-15'], 'INVALID_TIME'],
])('a snapshot %s is refused', async (args, expected) => {
  const here = await marchRecorded()
  const { code, stderr } = await here.tidemark(['snapshot', 'create', ...args])
  expect(code).toBe(1)
  expect(stderr).toMatch(new RegExp(`^tidemark: ${expected}: `))
})

test('an empty log has nothing to freeze', async () => {
  const here = scratch()
  await here.tidemark(['import', '-'])
  expect((await here.tidemark(['snapshot', 'create'])).stderr).toMatch(/^tidemark: NOTHING_KNOWN: /)
})

import { once } from 'node:events'
import { createReadStream, existsSync, linkSync, readFileSync, symlinkSync } from 'node:fs'
import { Readable } from 'node:stream'
import { sqliteLog } from '@tidemark/log'
import { expect, test } from 'vitest'
import {
  linesOf,
  march,
  marchRecorded,
  movement,
  rowsOf,
  type Scratch,
  scratch,
} from '../run.spec.support.ts'

const SALE = movement('StockSold', 'S9', '2027-03-25T10:00:00Z', { quantity: '1', netAmount: '8' })

async function eventsIn({ tidemark }: Scratch): Promise<unknown> {
  const head: unknown = JSON.parse((await tidemark(['head', '--format', 'json'])).stdout)
  return typeof head === 'object' && head !== null ? Reflect.get(head, 'events') : undefined
}

test('a file is imported, and imported again it changes nothing', async () => {
  const here = scratch()
  const file = here.file('march.jsonl', march)
  expect(await here.tidemark(['import', file])).toEqual({
    code: 0,
    stdout: 'imported 4, already there 0, refused 0\n',
    stderr: '',
  })
  expect((await here.tidemark(['import', file])).stdout).toBe('imported 0, already there 4, refused 0\n')
})

test('a CSV file without a mapping is refused line by line, with a hint at what is missing', async () => {
  const here = scratch()
  const file = here.file('sales.csv', ['item,quantity', 'tea,5'])
  const { code, stdout, stderr } = await here.tidemark(['import', file])
  expect([code, stdout]).toEqual([0, 'imported 0, already there 0, refused 2\n'])
  expect(stderr).toMatch(/\nhint: a CSV file is read with a mapping, --map FILE\n$/)
  const mixed = await here.tidemark(['import', here.file('mixed.csv', [march[0], 'tea,5'])])
  expect(mixed.stderr).not.toContain('hint')
})

test('stdin is imported', async () => {
  const { tidemark } = scratch()
  const { stdout } = await tidemark(['import', '-'], { stdin: linesOf(march) })
  expect(stdout).toBe('imported 4, already there 0, refused 0\n')
})

test('refused lines go to the rejects file with line, code and reason, and the others are imported', async () => {
  const here = scratch()
  const file = here.file('mixed.jsonl', [march[0], 'no JSON', '', march[1], { ...march[2], quantity: '0' }])
  const rejects = here.path('rejects.jsonl')
  const { code, stdout, stderr } = await here.tidemark(['import', file, '--rejects', rejects])
  expect({ code, stdout, stderr }).toEqual({
    code: 0,
    stdout: 'imported 2, already there 0, refused 2\n',
    stderr: '',
  })
  expect(rowsOf(readFileSync(rejects, 'utf8'))).toEqual([
    { line: 2, code: 'INVALID_JSON', reason: expect.stringContaining('line 2') },
    { line: 5, code: 'INVALID_FIELD', reason: expect.stringContaining('quantity') },
  ])
})

test('an import without refusals leaves an empty rejects file, not an old one', async () => {
  const here = scratch()
  const rejects = here.file('rejects.jsonl', ['of the last time'])
  await here.tidemark(['import', here.file('march.jsonl', march), '--rejects', rejects])
  expect(readFileSync(rejects, 'utf8')).toBe('')
})

const tooLong = JSON.stringify({ ...SALE, note: 'x'.repeat(10 * 1024 * 1024) })
const invalidUtf8 = Buffer.from(JSON.stringify({ ...SALE, note: '\u00e9' }), 'latin1')

test.each<[what: string, line: object | string | Buffer, code: string]>([
  ['an unknown type', { ...SALE, type: 'StockLost' }, 'UNKNOWN_TYPE'],
  ['an unknown field', { ...SALE, colour: 'green' }, 'UNKNOWN_FIELD'],
  ['a missing id', { ...SALE, id: undefined }, 'MISSING_FIELD'],
  ['quantity 0', { ...SALE, quantity: '0' }, 'INVALID_FIELD'],
  ['seven decimals', { ...SALE, quantity: '1.0000001' }, 'TOO_PRECISE'],
  ['NaN as text', { ...SALE, quantity: 'NaN' }, 'NOT_A_NUMBER'],
  ['NaN as it is', JSON.stringify(SALE).replace('"1"', 'NaN'), 'INVALID_JSON'],
  ['a date without offset', { ...SALE, occurredAt: '2027-03-25T10:00:00' }, 'INVALID_INSTANT'],
  ['a future date', { ...SALE, occurredAt: '2027-04-03T00:00:00Z' }, 'FROM_THE_FUTURE'],
  [
    'a correction of nothing',
    {
      id: 'V1',
      type: 'MovementVoided',
      occurredAt: SALE.occurredAt,
      item: 'tea',
      movement: 'S0',
      reason: 'r',
    },
    'UNKNOWN_MOVEMENT',
  ],
  [
    'a correction of another item',
    {
      id: 'V1',
      type: 'MovementVoided',
      occurredAt: SALE.occurredAt,
      item: 'milk',
      movement: 'S1',
      reason: 'r',
    },
    'UNKNOWN_MOVEMENT',
  ],
  ['the same id with other content', { ...march[1], quantity: '5' }, 'MOVEMENT_CONFLICT'],
  ['a line of 10 MB', tooLong, 'LINE_TOO_LONG'],
  ['invalid UTF-8', invalidUtf8, 'INVALID_UTF8'],
])('%s is refused and takes nothing with it', async (_what, line, code) => {
  const here = await marchRecorded()
  const before = Buffer.from(linesOf([march[0]]))
  const bad = Buffer.isBuffer(line) ? Buffer.concat([line, Buffer.from('\n')]) : Buffer.from(linesOf([line]))
  const after = Buffer.from(linesOf([{ ...SALE, id: 'S10' }]))
  const rejects = here.path('rejects.jsonl')
  const { code: exit, stdout } = await here.tidemark(['import', '-', '--rejects', rejects], {
    stdin: Readable.from([before, bad, after]),
  })
  expect(exit).toBe(0)
  expect(stdout).toBe('imported 1, already there 1, refused 1\n')
  expect(rowsOf(readFileSync(rejects, 'utf8'))).toEqual([{ line: 2, code, reason: expect.any(String) }])
  expect(await eventsIn(here)).toBe(march.length + 1)
})

test('a line in a closed period is refused, unless it says that it is late', async () => {
  const here = await marchRecorded()
  const closed = {
    id: 'C1',
    type: 'PeriodClosed',
    occurredAt: '2027-04-01T00:00:00Z',
    through: '2027-03-31T23:59:59.999Z',
  }
  await here.tidemark(['record', JSON.stringify(closed)])
  const refused = await here.tidemark(['import', here.file('late.jsonl', [SALE])])
  expect(refused.stdout).toBe('imported 0, already there 0, refused 1\n')
  expect(refused.stderr).toMatch(/^line 1: PERIOD_CLOSED: /)
  const accepted = await here.tidemark(['import', here.file('late.jsonl', [{ ...SALE, late: 'accept' }])])
  expect(accepted.stdout).toBe('imported 1, already there 0, refused 0\n')
})

test('without a rejects file the first ten refused lines are shown, and how many more there are', async () => {
  const here = scratch()
  const { stdout, stderr } = await here.tidemark([
    'import',
    here.file('bad.jsonl', Array(12).fill('no JSON')),
  ])
  expect(stdout).toBe('imported 0, already there 0, refused 12\n')
  const shown = stderr.trimEnd().split('\n')
  expect(shown).toHaveLength(11)
  expect(shown[9]).toMatch(/^line 10: INVALID_JSON: /)
  expect(shown[10]).toBe('and 2 more; --rejects FILE keeps them all')
})

test.each(['no-such-file.jsonl', '.'])('the input %s cannot be read, and no log is made', async (name) => {
  const here = scratch()
  const { code, stderr } = await here.tidemark(['import', here.path(name)])
  expect(code).toBe(1)
  expect(stderr).toMatch(/^tidemark: INPUT_UNREADABLE: /)
  expect(existsSync(here.log)).toBe(false)
})

test('the rejects file never replaces the input or the log', async () => {
  const here = await marchRecorded()
  const file = here.file('march.jsonl', march)
  for (const rejects of [file, here.log]) {
    const { code, stderr } = await here.tidemark(['import', file, '--rejects', rejects])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^tidemark: REJECTS_IN_USE: /)
  }
  expect(readFileSync(file, 'utf8')).toBe(linesOf(march))
  expect(await eventsIn(here)).toBe(march.length)
})

test.each([
  ['a hard link', linkSync],
  ['a symbolic link', symlinkSync],
])('the rejects file never replaces the input or the log through %s', async (_what, link) => {
  const here = await marchRecorded()
  const file = here.file('march.jsonl', march)
  for (const kept of [file, here.log]) {
    const other = `${kept}.other`
    link(kept, other)
    const before = readFileSync(kept)
    const { code, stderr } = await here.tidemark(['import', file, '--rejects', other])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^tidemark: REJECTS_IN_USE: /)
    expect(readFileSync(kept)).toEqual(before)
  }
})

test('the rejects file never replaces the file that is stdin', async () => {
  const here = scratch()
  const file = here.file('march.jsonl', march)
  const stdin = createReadStream(file)
  await once(stdin, 'open')
  const { stderr } = await here.tidemark(['import', '-', '--rejects', file], { stdin })
  expect(stderr).toMatch(/^tidemark: REJECTS_IN_USE: /)
  expect(readFileSync(file, 'utf8')).toBe(linesOf(march))
})

test('the rejects file never replaces the cache, nor takes its place before there is one', async () => {
  const here = await marchRecorded()
  const cache = here.path('inventory.cache')
  const importing = ['import', here.file('march.jsonl', march), '--cache', cache, '--rejects', cache]
  expect((await here.tidemark(importing)).stderr).toMatch(/^tidemark: REJECTS_IN_USE: /)
  await here.tidemark(['levels', '--cache', cache])
  const before = readFileSync(cache)
  expect((await here.tidemark(importing)).stderr).toMatch(/^tidemark: REJECTS_IN_USE: /)
  expect(readFileSync(cache)).toEqual(before)
})

test('a rejects file that cannot be written stops the import before it begins', async () => {
  const here = scratch()
  const file = here.file('march.jsonl', march)
  const { code, stderr } = await here.tidemark(['import', file, '--rejects', here.path('no/rejects.jsonl')])
  expect(code).toBe(1)
  expect(stderr).toMatch(/^tidemark: REJECTS_UNWRITABLE: /)
  expect(existsSync(here.log)).toBe(false)
})

// A device that is always full.
test.runIf(existsSync('/dev/full'))('refused lines for which there is no room end the import', async () => {
  const here = scratch()
  const file = here.file('bad.jsonl', ['no JSON', march[0]])
  const { code, stderr } = await here.tidemark(['import', file, '--rejects', '/dev/full'])
  expect(code).toBe(1)
  expect(stderr).toMatch(
    /^so far imported 1, already there 0, refused 1\ntidemark: REJECTS_UNWRITABLE: \/dev\/full: [^\n]*\n$/,
  )
})

test('a rejects file that would replace the input, or the log to be, leaves no log behind', async () => {
  const here = scratch()
  const file = here.file('march.jsonl', march)
  for (const rejects of [file, here.log]) {
    const { stderr } = await here.tidemark(['import', file, '--rejects', rejects])
    expect(stderr).toMatch(/^tidemark: REJECTS_IN_USE: /)
    expect(existsSync(here.log)).toBe(false)
  }
})

test('an interrupted import keeps what it recorded, says how far it is, and goes on when repeated', async () => {
  const lines = Array.from({ length: 5200 }, (_, index) =>
    movement('StockReceived', `R${index}`, '2027-03-01T09:00:00Z', {
      item: `i${index % 10}`,
      quantity: '1',
      unitCost: '2',
    }),
  )
  const here = scratch()
  await here.tidemark(['import', '-'])
  // All lines are there, but the end of the input never comes: only the interruption ends the import.
  const endless = new Readable({ read() {} })
  endless.push(linesOf(lines))
  const interrupted = Promise.withResolvers<() => void>()
  const importing = here.tidemark(['import', '-'], {
    stdin: endless,
    onInterrupt: (listener) => {
      interrupted.resolve(listener)
      return () => {}
    },
  })
  await recorded(here.log, 4000)
  const interrupt = await interrupted.promise
  interrupt()
  expect(await importing).toEqual({
    code: 130,
    stdout: '',
    stderr: 'interrupted: imported 4000, already there 0, refused 0; import again to go on\n',
  })
  expect(await eventsIn(here)).toBe(4000)
  const again = await here.tidemark(['import', '-'], { stdin: linesOf(lines) })
  expect(again.stdout).toBe('imported 1200, already there 4000, refused 0\n')
  expect(await eventsIn(here)).toBe(5200)
  expect(await totalsOf(here)).toEqual({ onHand: '5200', value: '10400', items: 10 })
})

/** Resolves when the log holds so many events. */
async function recorded(path: string, events: number): Promise<void> {
  const log = await sqliteLog({ path, readOnly: true })
  for await (const chunk of log.follow()) {
    if ('caughtUp' in chunk && chunk.caughtUp >= events) break
  }
  await log.close()
}

const history = [
  { ...march[0], recordedAt: '2027-03-01T09:05:00Z' },
  { ...march[1], recordedAt: '2027-03-10T10:35:00Z' },
  // It happened on the 2nd and became known on the 15th.
  {
    ...movement('StockReceived', 'R4', '2027-03-02T08:00:00Z', { quantity: '10', unitCost: '6.5' }),
    recordedAt: '2027-03-15T12:00:00Z',
  },
]

async function totalsOf({ tidemark }: Scratch, ...args: readonly string[]): Promise<unknown> {
  const { stdout, stderr } = await tidemark(['totals', '--format', 'jsonl', ...args])
  return stderr === '' ? JSON.parse(stdout) : stderr
}

test('a history can be asked what was known then, by instant of recording and by event', async () => {
  const here = scratch()
  const { stdout } = await here.tidemark(['import', here.file('history.jsonl', history), '--history'])
  expect(stdout).toBe('imported 3, already there 0, refused 0\n')
  const asOf = ['--as-of', '2027-03-12T00:00:00Z']
  const asKnownNow = { onHand: '16', value: '88', items: 1 }
  const asKnownThen = { onHand: '6', value: '27', items: 1 }
  expect(await totalsOf(here, ...asOf)).toEqual(asKnownNow)
  expect(await totalsOf(here, ...asOf, '--known-through', '2027-03-12T00:00:00Z')).toEqual(asKnownThen)
  expect(await totalsOf(here, ...asOf, '--known-through', '2027-03-15T13:00:00+01:00')).toEqual(asKnownNow)
  expect(await totalsOf(here, ...asOf, '--known-through', 'main.item-tea@1')).toEqual(asKnownThen)
  expect(await totalsOf(here, ...asOf, '--known-through', 'main.item-tea@2')).toEqual(asKnownNow)
})

test('an event that is not there is no point of knowledge', async () => {
  const here = await marchRecorded()
  expect(await totalsOf(here, '--known-through', 'main.item-tea@99')).toMatch(
    /^tidemark: UNKNOWN_KNOWLEDGE_POINT: /,
  )
  expect(await totalsOf(here, '--known-through', '2027-03-12')).toMatch(/^tidemark: INVALID_TIME: /)
})

test('a history that was cut short goes on where it stopped', async () => {
  const here = scratch()
  await here.tidemark(['import', here.file('part.jsonl', history.slice(0, 2)), '--history'])
  const { stdout } = await here.tidemark(['import', here.file('all.jsonl', history), '--history'])
  expect(stdout).toBe('imported 1, already there 2, refused 0\n')
})

test('a history goes into an empty workspace only', async () => {
  const here = await marchRecorded()
  const { code, stderr } = await here.tidemark(['import', here.file('history.jsonl', history), '--history'])
  expect(code).toBe(1)
  expect(stderr).toMatch(/^tidemark: WORKSPACE_NOT_EMPTY: /)
  expect(await eventsIn(here)).toBe(march.length)
})

test('a history whose time of recording decreases has that line refused', async () => {
  const here = scratch()
  const [first, second, third] = history
  const file = here.file(
    'history.jsonl',
    [second, first, third].map((line) => line ?? {}),
  )
  const { stdout, stderr } = await here.tidemark(['import', file, '--history'])
  expect(stdout).toBe('imported 2, already there 0, refused 1\n')
  expect(stderr).toMatch(/^line 2: RECORDED_OUT_OF_ORDER: /)
})

test('without --history a line must not carry the time of recording', async () => {
  const here = scratch()
  const { stdout, stderr } = await here.tidemark(['import', here.file('history.jsonl', history.slice(0, 1))])
  expect(stdout).toBe('imported 0, already there 0, refused 1\n')
  expect(stderr).toMatch(/^line 1: UNKNOWN_FIELD: .*recordedAt/)
})

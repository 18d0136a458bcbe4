import { mkdirSync } from 'node:fs'
import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { marchRecorded, NOW, scratch, tidemark } from './run.spec.support.ts'

test('--help names every command and ends well', async () => {
  const { code, stdout } = await tidemark(['--help'])
  expect(code).toBe(0)
  const named = [...stdout.matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name)
  expect(named).toEqual(
    expect.arrayContaining([
      'import',
      'record',
      'levels',
      'totals',
      'explain',
      'anomalies',
      'snapshot',
      'compare',
      'head',
      'digest',
      'verify',
      'copy',
    ]),
  )
})

test('the help of a command names the log option too', async () => {
  const { code, stdout } = await tidemark(['levels', '--help'])
  expect(code).toBe(0)
  expect(stdout).toMatch(/--log <log>.*TIDEMARK_LOG, else inventory\.db/s)
})

test('--version says which', async () => {
  expect(await tidemark(['--version'])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
  })
})

test.each([
  ['no command', []],
  ['an unknown command', ['level']],
  ['an unknown option', ['levels', '--at', 'now']],
  ['an unknown format', ['levels', '--format', 'xml']],
  ['an unknown grouping', ['totals', '--by', 'colour']],
  ['an option without its value', ['levels', '--as-of']],
  ['a missing argument', ['explain']],
  ['too many arguments', ['head', 'now']],
  ['snapshot without what to do', ['snapshot']],
  ['discard without a reason', ['snapshot', 'discard', 'S1']],
  ['describe without a change', ['snapshot', 'describe', 'S1']],
  ['a snapshot and an instant at once', ['levels', '--snapshot', 'S1', '--as-of', '2027-03-31T00:00:00Z']],
])('%s is a usage error', async (_what, args) => {
  const { code, stdout, stderr } = await tidemark(args)
  expect(code).toBe(2)
  expect(stdout).toBe('')
  expect(stderr).not.toBe('')
})

test('--log and --workspace may stand before or after the command', async () => {
  const { log } = await marchRecorded()
  const before = await tidemark(['--log', log, '--workspace', 'main', 'head'])
  const after = await tidemark(['head', '--workspace', 'main', '--log', log])
  expect(before.code).toBe(0)
  expect(after).toEqual(before)
})

test('workspaces of one log do not see each other', async () => {
  const { tidemark } = await marchRecorded()
  const { stdout } = await tidemark(['head', '--workspace', 'other', '--format', 'json'])
  expect(JSON.parse(stdout)).toEqual({ events: 0, position: 0, recordedAt: null, lastEvent: null })
})

test('a wrong name of a workspace leaves no file behind', async () => {
  const here = scratch()
  const file = here.file('none.jsonl', [])
  const { code, stderr } = await here.tidemark(['import', file, '--workspace', 'a.b'])
  expect(code).toBe(1)
  expect(stderr).toMatch(/^tidemark: INVALID_WORKSPACE: /)
  expect((await here.tidemark(['head'])).stderr).toMatch(/^tidemark: LOG_NOT_FOUND: /)
})

test('an error has its code, one line and no stack', async () => {
  const { tidemark } = await marchRecorded()
  const { code, stdout, stderr } = await tidemark(['levels', '--as-of', '2027-03-31'])
  expect(code).toBe(1)
  expect(stdout).toBe('')
  expect(stderr).toMatch(/^tidemark: INVALID_TIME: 2027-03-31 \(.*2027-03-31T23:59:59\.999Z.*\).*\n$/)
})

test('the stack is there for whoever debugs', async () => {
  const { tidemark } = await marchRecorded()
  const { stderr } = await tidemark(['levels', '--as-of', 'yesterday'], { debug: true })
  expect(stderr).toMatch(/\n\s+at /)
})

test('a reader that has seen enough is no error', async () => {
  const { tidemark } = await marchRecorded()
  const stdout = new Writable({
    write(_chunk, _encoding, done) {
      done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))
    },
  })
  expect(await tidemark(['levels'], { stdout })).toEqual({ code: 0, stdout: '', stderr: '' })
})

test('an output that cannot be written is an error', async () => {
  const { tidemark } = await marchRecorded()
  const fullDisk = () =>
    new Writable({
      write(_chunk, _encoding, done) {
        done(Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }))
      },
    })
  for (const args of [['levels'], ['--help'], ['levels', '--help']]) {
    const { code, stderr } = await tidemark(args, { stdout: fullDisk() })
    expect(code).toBe(1)
    expect(stderr).toMatch(/^tidemark: OUTPUT_UNWRITABLE: no space left on device: [^\n]*\n$/)
  }
})

test('what the system refuses has a code, its own words and what to do', async () => {
  const { path, tidemark } = await marchRecorded()
  mkdirSync(path('checkpoint'))
  const { code, stderr } = await tidemark(['run', '--once', '--checkpoint', path('checkpoint')])
  expect(code).toBe(1)
  expect(stderr).toMatch(/^tidemark: (SYSTEM_REFUSED: EISDIR|CHECKPOINT_[A-Z]+): [^\n]*\n$/)
})

test('the default instant is now', async () => {
  const { tidemark } = await marchRecorded()
  const early = await tidemark(['totals', '--format', 'jsonl'], { now: Date.parse('2027-03-02T00:00:00Z') })
  const late = await tidemark(['totals', '--format', 'jsonl'], { now: NOW })
  expect(JSON.parse(early.stdout)).toEqual({ onHand: '10', value: '45', items: 1 })
  expect(JSON.parse(late.stdout)).toEqual({ onHand: '14.5', value: '77', items: 2 })
})

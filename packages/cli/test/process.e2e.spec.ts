import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sqliteLog } from '@tidemark/log'
import { expect, test, vi } from 'vitest'
import { ended, receipts, scratchDirectory, start, tidemark } from './process.spec.support.ts'

// Each test starts processes, on a machine that may have other things to do.
vi.setConfig({ testTimeout: 60_000 })

const BIN = fileURLToPath(new URL('../bin/tidemark.cjs', import.meta.url))
// The movements under test are of 2027, whatever the clock of the machine says.
const PAST = (text: string) => text.replaceAll('2027-', '2020-')

/** Resolves when the log holds so many events. */
async function recorded(path: string, events: number): Promise<void> {
  const log = await sqliteLog({ path, readOnly: true })
  for await (const chunk of log.follow()) {
    if ('caughtUp' in chunk && chunk.caughtUp >= events) break
  }
  await log.close()
}

/** A new, empty log. */
async function emptyLog(): Promise<string> {
  const path = join(scratchDirectory(), 'inventory.db')
  await (await sqliteLog({ path })).close()
  return path
}

test('movements go in on stdin, levels come out, from the default log of the directory', async () => {
  const cwd = scratchDirectory()
  const imported = await tidemark(['import', '-'], { cwd, stdin: PAST(receipts(20)) })
  expect(imported).toEqual({
    code: 0,
    signal: null,
    stdout: 'imported 20, already there 0, refused 0\n',
    stderr: '',
  })
  expect(existsSync(join(cwd, 'inventory.db'))).toBe(true)
  const totals = await tidemark(['totals', '--format', 'jsonl'], { cwd })
  expect(totals).toMatchObject({ code: 0, stdout: '{"onHand":"20","value":"40","items":10}\n', stderr: '' })
})

test('usage errors end with 2, errors with 1, each with its words on stderr', async () => {
  const cwd = scratchDirectory()
  const usage = await tidemark(['levels', '--colour'], { cwd })
  expect(usage).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining("unknown option '--colour'"),
  })
  const error = await tidemark(['levels'], { cwd })
  expect(error).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/^tidemark: LOG_NOT_FOUND: .*\n$/),
  })
})

test('a reader that stops early ends the command quietly', async () => {
  const cwd = scratchDirectory()
  await tidemark(['import', '-'], {
    cwd,
    stdin: PAST(receipts(2000)).replaceAll(/"i\d"/g, () => `"i${next++}"`),
  })
  const child = start(['levels', '--format', 'jsonl'], { cwd })
  const result = ended(child)
  child.stdout.once('data', () => child.stdout.destroy())
  expect(await result).toMatchObject({ code: 0, signal: null, stderr: '' })
})
let next = 0

test('Ctrl-C ends an import after the batch that is under way, and says how far it is', async () => {
  const log = await emptyLog()
  const child = start(['--log', log, 'import', '-'])
  const result = ended(child)
  child.stdin.write(PAST(receipts(6000)))
  await recorded(log, 4000)
  child.kill('SIGINT')
  expect(await result).toEqual({
    code: 130,
    signal: null,
    stdout: '',
    stderr: 'interrupted: imported 4000, already there 0, refused 0; import again to go on\n',
  })
})

test('after a kill the log can be read, and the import goes on where it was', async () => {
  const log = await emptyLog()
  const child = start(['--log', log, 'import', '-'])
  child.stdin.on('error', () => {})
  child.stdin.write(PAST(receipts(6000)))
  await recorded(log, 4000)
  child.kill('SIGKILL')
  await once(child, 'close')
  const totals = await tidemark(['--log', log, 'totals', '--format', 'jsonl'])
  expect(totals).toMatchObject({ code: 0, stdout: '{"onHand":"4000","value":"8000","items":10}\n' })
  const again = await tidemark(['--log', log, 'import', '-'], { stdin: PAST(receipts(6000)) })
  expect(again.stdout).toBe('imported 2000, already there 4000, refused 0\n')
})

/** Someone without rights: a superuser may write to a file that is read-only. */
const NOBODY = 65_534
const asOther = process.getuid?.() === 0 ? { uid: NOBODY } : {}

test('a read-only file in a read-only directory is read; recording says that it is read-only', async ({
  skip,
}) => {
  const { code } = await tidemark(['--version'], asOther)
  skip(code !== 0, 'someone without rights cannot run the command from here')
  const directory = scratchDirectory()
  const log = join(directory, 'inventory.db')
  await tidemark(['--log', log, 'import', '-'], { stdin: PAST(receipts(20)) })
  const before = readFileSync(log)
  chmodSync(log, 0o444)
  chmodSync(directory, 0o555)
  const each = (commands: readonly (readonly string[])[]) =>
    Promise.all(
      commands.map((args) => tidemark(['--log', log, ...args], { ...asOther, stdin: PAST(receipts(21)) })),
    )
  try {
    for (const view of await each([['levels'], ['explain', 'i1'], ['verify'], ['snapshot', 'list']])) {
      expect(view).toMatchObject({ code: 0, stderr: '' })
    }
    const refused = { code: 1, stderr: expect.stringMatching(/^tidemark: LOG_READ_ONLY: /) }
    for (const change of await each([
      ['import', '-'],
      ['snapshot', 'create'],
    ])) {
      expect(change).toMatchObject(refused)
    }
  } finally {
    chmodSync(directory, 0o755)
  }
  expect(readFileSync(log).equals(before)).toBe(true)
  expect(readdirSync(directory)).toEqual(['inventory.db'])
})

test('on an older Node the command says what it needs', async () => {
  const pretend = "Object.defineProperty(process.versions, 'node', { value: '20.19.0' })"
  const child = spawn(process.execPath, [
    '--import',
    `data:text/javascript,${encodeURIComponent(pretend)}`,
    BIN,
    'head',
  ])
  expect(await ended(child)).toEqual({
    code: 1,
    signal: null,
    stdout: '',
    stderr: 'tidemark: needs Node 24 or newer, this is Node 20.19.0\n',
  })
})

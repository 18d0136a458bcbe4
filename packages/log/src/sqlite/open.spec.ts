import { spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { describe, expect, onTestFinished, test } from 'vitest'
import { append, events, everything, openScratch, scratchPath, tamper } from './scratch.spec.support.ts'
import { sqliteLog } from './sqlite-log.ts'

async function closedLogWith(count: number): Promise<string> {
  const log = await openScratch()
  await append(log, 'item-1', -1, events(1, count))
  await log.close()
  return log.path
}

/** Makes of a file what the second format was, and the first. */
const FORMAT_2 = `
  DROP TABLE log;
  PRAGMA user_version = 2;
`
const FORMAT_1 = `
  ${FORMAT_2}
  DROP TABLE ids;
  CREATE INDEX events_by_id ON events (stream, id_hash);
  PRAGMA user_version = 1;
`

describe('opening a file', () => {
  test('a path that does not exist becomes a log, also when its making was interrupted before', async () => {
    const path = scratchPath()
    writeFileSync(path, '')
    const log = await openScratch({ path })
    await append(log, 'item-1', -1, events(1, 2))
    expect(await everything(log)).toHaveLength(2)
    expect(await log.integrity()).toEqual([])
  })

  test('many openers of a new file at the same time all get the same log', async () => {
    const path = scratchPath()
    const logs = await Promise.all(Array.from({ length: 5 }, () => openScratch({ path })))
    await Promise.all(logs.map((log, n) => append(log, `item-${n}`, -1, events(1, 3))))
    for (const log of logs) expect(await everything(log)).toHaveLength(15)
  })

  test('a missing directory, a directory and no path at all are told apart', async () => {
    const path = scratchPath()
    await expect(sqliteLog({ path: join(dirname(path), 'missing', 'log.db') })).rejects.toMatchObject({
      code: 'LOG_UNAVAILABLE',
      message: expect.stringContaining('there is no directory'),
    })
    mkdirSync(path)
    await expect(sqliteLog({ path })).rejects.toMatchObject({ code: 'LOG_UNAVAILABLE' })
    await expect(sqliteLog({ path: ':memory:' })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
    await expect(sqliteLog({ path: '' })).rejects.toMatchObject({ code: 'INVALID_ARGUMENT' })
  })

  test.each([
    ['a text', 'item,quantity\nA,5\n'],
    ['a long text', 'item,quantity\n'.repeat(1000)],
    ['one letter', 'x'],
  ])('a file that is %s is not ours and stays as it is', async (_, content) => {
    const path = scratchPath()
    writeFileSync(path, content)
    await expect(sqliteLog({ path })).rejects.toMatchObject({ code: 'LOG_NOT_OURS' })
    expect(readFileSync(path, 'utf8')).toBe(content)
  })

  test('a database of another program is not ours and stays as it is', async () => {
    const path = scratchPath()
    tamper(path, 'CREATE TABLE customers (name TEXT)')
    const before = readFileSync(path)
    await expect(sqliteLog({ path })).rejects.toMatchObject({ code: 'LOG_NOT_OURS' })
    expect(readFileSync(path).equals(before)).toBe(true)
    expect(existsSync(`${path}-wal`)).toBe(false)
  })

  test('a file of a newer format is left alone', async () => {
    const path = await closedLogWith(1)
    tamper(path, 'PRAGMA user_version = 4')
    await expect(sqliteLog({ path })).rejects.toMatchObject({
      code: 'LOG_NEWER_FORMAT',
      details: { format: 4, known: 3 },
    })
  })

  test.each([
    ['1', FORMAT_1],
    ['2', FORMAT_2],
  ])(
    'a file of format %s is brought up to date by the first that may write, and loses nothing',
    async (_, older) => {
      const path = await closedLogWith(300)
      tamper(path, older)
      await expect(sqliteLog({ path, readOnly: true })).rejects.toMatchObject({ code: 'LOG_OLDER_FORMAT' })
      const [log, other] = await Promise.all([openScratch({ path }), openScratch({ path })])
      expect(await log.integrity()).toEqual([])
      expect(await log.identity?.()).toMatch(/^[0-9a-f]{32}$/)
      expect(await other.identity?.()).toBe(await log.identity?.())
      expect(await log.find('item-1', ['m7'])).toMatchObject([{ revision: 6, position: 7 }])
      expect(await append(other, 'item-1', -1, events(1, 300))).toMatchObject({ alreadyThere: true })
      expect(await append(log, 'item-1', 299, events(301, 302))).toMatchObject({ alreadyThere: false })
      expect(await everything(other)).toHaveLength(302)
    },
  )

  test('a file that was cut short is damaged', async () => {
    const path = await closedLogWith(1000)
    truncateSync(path, 20_000)
    await expect(sqliteLog({ path })).rejects.toMatchObject({ code: 'LOG_CORRUPT' })
  })

  test('a page that was overwritten is damage that reading and the integrity check report', async () => {
    const path = await closedLogWith(5000)
    const bytes = readFileSync(path)
    bytes.fill(0xa5, 4096 * 8, 4096 * 60)
    writeFileSync(path, bytes)
    const log = await openScratch({ path })
    await expect(everything(log)).rejects.toMatchObject({ code: 'LOG_CORRUPT' })
    expect(await log.integrity()).not.toEqual([])
  })

  test('nothing is said on the error output', () => {
    const script = `import { sqliteLog } from './index.ts'; const log = await sqliteLog({ path: process.argv[1] }); await log.close()`
    const args = ['--conditions=@tidemark/source', '--input-type=module', '--eval', script, scratchPath()]
    const { stderr, status } = spawnSync(process.execPath, args, {
      cwd: join(import.meta.dirname, '..'),
      encoding: 'utf8',
    })
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 })
  })
})

describe('opening for reading only', () => {
  test('everything can be read and followed, nothing written', async () => {
    const path = await closedLogWith(3)
    const log = await openScratch({ path, readOnly: true })
    expect(log.readOnly).toBe(true)
    expect(await everything(log)).toHaveLength(3)
    await expect(append(log, 'item-1', 2, events(4, 4))).rejects.toMatchObject({ code: 'LOG_READ_ONLY' })
    expect(await log.integrity()).toEqual([])
  })

  test('a reader sees what a writer adds', async () => {
    const writer = await openScratch()
    await append(writer, 'item-1', -1, events(1, 1))
    const reader = await openScratch({ path: writer.path, readOnly: true })
    await append(writer, 'item-1', 0, events(2, 2))
    expect(await everything(reader)).toHaveLength(2)
  })

  test('a file that does not exist, or is empty, is no log', async () => {
    const path = scratchPath()
    await expect(sqliteLog({ path, readOnly: true })).rejects.toMatchObject({ code: 'LOG_UNAVAILABLE' })
    expect(existsSync(path)).toBe(false)
    writeFileSync(path, '')
    await expect(sqliteLog({ path, readOnly: true })).rejects.toMatchObject({ code: 'LOG_NOT_OURS' })
  })

  test.skipIf(process.platform === 'win32').each([
    ['a file without write permission, in such a directory,', '444'],
    ['a file with write permission, in a directory without,', '666'],
  ])('%s is opened for reading', async (_, mode) => {
    const path = await closedLogWith(3)
    const copy = join(dirname(path), 'disc', 'log.db')
    mkdirSync(dirname(copy))
    copyFileSync(path, copy)
    const child = join(import.meta.dirname, 'read-only.spec.child.ts')
    const args = ['--conditions=@tidemark/source', child, copy, mode]
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
    expect(stderr).toBe('')
    expect(JSON.parse(stdout)).toEqual({
      readOnly: true,
      read: 3,
      append: 'LOG_READ_ONLY',
      inNewFile: 'LOG_UNAVAILABLE',
    })
  })

  test.skipIf(process.platform === 'win32')(
    'a reader without write permission sees what a writer adds that comes after it',
    async () => {
      const path = await closedLogWith(3)
      chmodSync(path, 0o444)
      chmodSync(dirname(path), 0o555)
      const look = await readerOf(path)
      expect(await look()).toEqual({ readOnly: true, read: 3, problems: [] })
      chmodSync(path, 0o644)
      chmodSync(dirname(path), 0o755)

      const first = await openScratch({ path })
      await append(first, 'item-2', -1, events(1, 5000))
      await first.close()
      expect(await look()).toEqual({ readOnly: true, read: 5003, problems: [] })

      const second = await openScratch({ path })
      await append(second, 'item-1', 2, events(4, 4))
      expect(await look()).toEqual({ readOnly: true, read: 5004, problems: [] })
      await second.close()
      expect(await look()).toEqual({ readOnly: true, read: 5004, problems: [] })
    },
  )
})

/** Another process that reads a file; gives the function that asks it how the file looks. */
async function readerOf(path: string): Promise<() => Promise<unknown>> {
  const child = join(import.meta.dirname, 'reader.spec.child.ts')
  const reader = spawn(process.execPath, ['--conditions=@tidemark/source', child, path], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => void reader.kill())
  const lines = createInterface({ input: reader.stdout })[Symbol.asyncIterator]()
  await lines.next()
  return async () => {
    reader.stdin.write('look\n')
    const { value } = await lines.next()
    return JSON.parse(value ?? '')
  }
}

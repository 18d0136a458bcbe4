import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test, vi } from 'vitest'
import { type FileFormat, fileFormats } from './file-format.ts'
import { manyLevels } from './levels.spec.support.ts'
import { reportBytes } from './report-bytes.ts'
import { levelsReport } from './reports/levels.ts'

// Each test starts processes, on a machine that may have other things to do.
vi.setConfig({ testTimeout: 180_000 })

const PROGRAM = fileURLToPath(new URL('write-levels.spec.support.ts', import.meta.url))

interface Circumstances {
  readonly env?: Readonly<Record<string, string>>
  /** What the process may keep in memory, in MB; it is ended when it keeps more. */
  readonly heap?: number
}

/** What a process of its own wrote of so many levels, and what memory it took. */
async function written(format: FileFormat, count: number, { env = {}, heap = 4096 }: Circumstances = {}) {
  const child = spawn(
    process.execPath,
    [`--max-old-space-size=${heap}`, '--conditions=@tidemark/source', PROGRAM, format, String(count)],
    { env: { ...process.env, ...env } },
  )
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  const hash = createHash('sha256')
  const found = { bytes: 0, lineEnds: 0, stderr: '' }
  child.stdout.on('data', (chunk: Buffer) => {
    hash.update(chunk)
    found.bytes += chunk.length
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) found.lineEnds++
  })
  child.stderr.on('data', (chunk) => {
    found.stderr += String(chunk)
  })
  const [code] = await once(child, 'close')
  return { code, ...found, digest: hash.digest('hex'), megabytes: Number(found.stderr) }
}

test('a million rows of CSV are written in less than 300 MB', async () => {
  const { lineEnds, megabytes } = await written('csv', 1_000_000)
  expect(lineEnds).toBe(1_000_001)
  expect(megabytes).toBeLessThan(300)
})

test('200,000 rows of Excel are written in less than 300 MB', async () => {
  const { bytes, megabytes } = await written('xlsx', 200_000)
  expect(bytes).toBeGreaterThan(2_000_000)
  expect(megabytes).toBeLessThan(300)
})

// Kept, so many rows would take more.
test.each(fileFormats)('100,000 rows of %s need no more than 24 MB to be kept', async (format) => {
  expect((await written(format, 100_000, { heap: 24 })).code).toBe(0)
})

test.each(fileFormats)('%s has the same bytes in another process, zone and language', async (format) => {
  const here = createHash('sha256')
  for (const bytes of reportBytes(reportOf(1000), format)) here.update(bytes)
  const expected = here.digest('hex')
  for (const env of [
    { TZ: 'Pacific/Apia', LANG: 'de_DE.UTF-8' },
    { TZ: 'America/St_Johns', LANG: 'tr_TR.UTF-8' },
  ]) {
    expect((await written(format, 1000, { env })).digest).toBe(expected)
  }
})

function reportOf(count: number) {
  return levelsReport({
    moment: { asOf: '2027-03-31T21:59:59.999Z', knownThrough: null, snapshot: null },
    digest: null,
    only: { item: null, branch: null },
    rows: () => manyLevels(count),
  })
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { receipts, scratchDirectory, tidemark } from './process.spec.support.ts'

// Each test starts processes, on a machine that may have other things to do.
vi.setConfig({ testTimeout: 120_000 })

test('a snapshot is exported to the same bytes by other processes, elsewhere, after late entries', async () => {
  const cwd = scratchDirectory()
  // The movements are of 2027, whatever the clock of the machine says.
  const past = (text: string) => text.replaceAll('2027-', '2020-').replaceAll('"R', '"P')
  await tidemark(['import', '-'], { cwd, stdin: past(receipts(100)) })
  const taken = await tidemark(['snapshot', 'create', '--name', 'S', '--as-of', '2020-04-01T00:00:00Z'], {
    cwd,
  })
  expect(taken).toMatchObject({ code: 0 })
  const exported = async (name: string, env: Readonly<Record<string, string>>) => {
    const { code, stderr } = await tidemark(['export', 'snapshot', 'S', '--to', name], { cwd, env })
    expect([code, stderr]).toEqual([0, ''])
    return readFileSync(join(cwd, name))
  }
  const first = await exported('1.xlsx', { TZ: 'UTC' })
  await tidemark(['import', '-'], { cwd, stdin: past(receipts(100)).replaceAll('"P', '"L') })
  expect(await exported('2.xlsx', { TZ: 'Pacific/Kiritimati', LANG: 'de_DE.UTF-8' })).toEqual(first)
})

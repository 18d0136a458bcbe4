import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'

let directory = ''
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'tidemark-oracles-'))
})
afterAll(() => rmSync(directory, { recursive: true }))

function run(cases: unknown) {
  const file = path.join(directory, 'cases.json')
  writeFileSync(file, JSON.stringify(cases))
  const main = path.join(import.meta.dirname, 'main.ts')
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=@tidemark/source', main, file],
    {
      encoding: 'utf8',
    },
  )
  return { status, stdout, stderr }
}

const receipt = { n: 1, at: '2027-03-01T12:00Z', kind: 'receipt', item: 'tea', location: 'north', qty: '3' }
const small = { id: 'small', policy: {}, steps: [receipt], expect: [{ onHand: '3' }, { value: '0.00' }] }

it('ends with how many hold', () => {
  expect(run([small])).toEqual({ status: 0, stdout: 'oracles: 2 of 2 hold\n', stderr: '' })
})

it('tells each figure that does not hold, and exits with 1', () => {
  const peer = { ...small, peerSpecific: true }
  const stdout = [
    'small, figure 2: value is 0, expected 1',
    'peer-specific, not replayed: 2 figures of 1 cases',
    'oracles: 1 of 2 hold',
    '',
  ].join('\n')
  const wrong = { ...small, expect: [{ onHand: '3' }, { value: '1' }] }
  expect(run([wrong, peer])).toEqual({ status: 1, stdout, stderr: '' })
})

it('a file that expects nothing does not pass', () => {
  expect(run([])).toEqual({ status: 1, stdout: 'oracles: 0 of 0 hold\n', stderr: '' })
})

import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { Decimal } from 'tidemark'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const run = promisify(execFile)
const main = path.resolve(import.meta.dirname, '../src/main.ts')
const folder = mkdtempSync(path.join(tmpdir(), 'tidemark-online-retail-'))
const result = (name: string) => readFileSync(path.join(folder, 'out', name), 'utf8')

let output = ''

beforeAll(async () => {
  const { stdout, stderr } = await run('node', ['--conditions=@tidemark/source', main], { cwd: folder })
  output = stdout
  expect(stderr).toBe('')
}, 120_000)

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the main job on the real year', () => {
  it('records every movement once', () => {
    expect(output).toContain('imported 17,926, already there 0, refused 0')
    expect(result('movements.jsonl').trimEnd().split('\n')).toHaveLength(17_926)
  })

  it('takes thirteen month ends that verify', () => {
    expect(output.match(/ Month-End \w+ 201[01] .* yes$/gm)).toHaveLength(13)
    expect(JSON.parse(result('snapshots.json')).snapshots).toHaveLength(13)
  })

  it('bridges the year exactly', () => {
    const { bridge } = JSON.parse(result('year.json'))
    const closing = bridge.pop()
    for (const figure of ['quantity', 'value']) {
      const sum = Decimal.sum(...bridge.map((line: Record<string, string>) => line[figure] ?? ''))
      expect(sum.toFixed()).toBe(closing[figure])
    }
  })

  it('writes the levels of every item', () => {
    const lines = result('levels.csv').trimEnd().split('\n')
    expect(lines[0]).toMatch(/^item,branch,onHand,value,/)
    expect(lines).toHaveLength(1 + 45)
  })
})

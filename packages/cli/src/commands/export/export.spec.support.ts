import { readFileSync } from 'node:fs'
import { expect } from 'vitest'
import type { Scratch } from '../../run.spec.support.ts'

/** What a command of `tidemark export` writes to a file, after it said so. */
export async function exported(here: Scratch, name: string, ...args: readonly string[]): Promise<string> {
  const to = here.path(name)
  expect(await here.tidemark(['export', ...args, '--to', to])).toEqual({
    code: 0,
    stdout: `wrote ${to}\n`,
    stderr: '',
  })
  return readFileSync(to, 'utf8')
}

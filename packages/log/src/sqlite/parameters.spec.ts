import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

test('no parameter of a statement has a number: Node 22.16 to 22.19 and 24.0 to 24.6 bind none by its place', () => {
  const sources = globSync('**/*.ts', { cwd: import.meta.dirname }).filter((name) => !name.includes('.spec.'))
  expect(sources.length).toBeGreaterThan(10)
  const numbered = sources.filter((name) =>
    /\?\d/.test(readFileSync(join(import.meta.dirname, name), 'utf8')),
  )
  expect(numbered).toEqual([])
})

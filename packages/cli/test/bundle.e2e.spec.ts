import { cpSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { scratchDirectory } from './process.spec.support.ts'

const CLI = fileURLToPath(new URL('..', import.meta.url))

/** Which program `bin` chooses where one was built at one time and the other at another, in seconds; 0: not at all. */
function chosen(modules: number, bundle: number): string {
  const folder = scratchDirectory()
  for (const [name, at] of [
    ['dist/.tsbuildinfo', modules],
    ['bundle/main.cjs', bundle],
  ] as const) {
    const file = join(folder, name)
    mkdirSync(join(file, '..'))
    if (at === 0) continue
    writeFileSync(file, '')
    utimesSync(file, at, at)
  }
  const chooser = join(folder, 'bin/program.cjs')
  cpSync(join(CLI, 'bin/program.cjs'), chooser)
  return relative(folder, createRequire(chooser)(chooser).program())
}

test('the command runs from one file, and module by module where that is missing or older', () => {
  expect(chosen(100, 200)).toBe(join('bundle', 'main.cjs'))
  // As published: what the compiler notes for itself is not part of it.
  expect(chosen(0, 200)).toBe(join('bundle', 'main.cjs'))
  expect(chosen(200, 100)).toBe(join('dist', 'main.js'))
  expect(chosen(100, 0)).toBe(join('dist', 'main.js'))
})

test('the licences of what others wrote are beside the one file', () => {
  const licences = readFileSync(join(CLI, 'bundle/LICENSES.txt'), 'utf8')
  for (const name of ['commander', 'decimal.js', 'rxjs', 'zod'])
    expect(licences).toMatch(new RegExp(`^${name} \\d`, 'm'))
  expect(licences).not.toMatch(/^@tidemark|GPL/m)
})

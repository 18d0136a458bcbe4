import { cpSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { scratchDirectory } from './process.spec.support.ts'

const CLI = fileURLToPath(new URL('..', import.meta.url))

interface Chooser {
  readonly isStale: () => boolean
  readonly program: (args: readonly string[]) => string
}

/** What `bin` says where modules were built at one time and the one file at another, in seconds; 0: not at all. */
function chooser(modules: number, bundle: number): Chooser {
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
  const copy = join(folder, 'bin/program.cjs')
  cpSync(join(CLI, 'bin/program.cjs'), copy)
  return createRequire(copy)(copy)
}

test('a command that was built since it was put into one file does not run as it was', () => {
  expect(chooser(100, 200).isStale()).toBe(false)
  // As published: what the compiler notes for itself is not part of it.
  expect(chooser(0, 200).isStale()).toBe(false)
  expect(chooser(200, 100).isStale()).toBe(true)
  expect(chooser(100, 0).isStale()).toBe(true)
})

test('the command runs from one file, but for the console', () => {
  const { program } = chooser(100, 200)
  expect(basename(program(['levels']))).toBe('main.cjs')
  expect(basename(program(['--log', 'x', 'console']))).toBe('main.js')
})

test('the licences of what others wrote are beside the one file', () => {
  const licences = readFileSync(join(CLI, 'bundle/LICENSES.txt'), 'utf8')
  for (const name of ['commander', 'decimal.js', 'rxjs', 'zod'])
    expect(licences).toMatch(new RegExp(`^${name} \\d`, 'm'))
  expect(licences).not.toMatch(/^@tidemark|GPL/m)
})

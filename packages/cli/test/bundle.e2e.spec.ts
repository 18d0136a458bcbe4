import { cpSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { scratchDirectory } from './process.spec.support.ts'

const CLI = fileURLToPath(new URL('..', import.meta.url))

/** Which program `bin` chooses where one was built at one time and the other at another, in seconds; 0: not at all. */
async function chosen(modules: number, bundle: number): Promise<string> {
  const folder = scratchDirectory()
  for (const [name, at] of [
    ['dist/.tsbuildinfo', modules],
    ['bundle/main.js', bundle],
  ] as const) {
    const file = join(folder, name)
    mkdirSync(join(file, '..'))
    if (at === 0) continue
    writeFileSync(file, '')
    utimesSync(file, at, at)
  }
  cpSync(join(CLI, 'bin/program.js'), join(folder, 'bin/program.js'))
  const { program } = await import(pathToFileURL(join(folder, 'bin/program.js')).href)
  return program().slice(pathToFileURL(folder).href.length + 1)
}

test('the command runs from one file, and module by module where that is missing or older', async () => {
  expect(await chosen(100, 200)).toBe('bundle/main.js')
  // As published: what the compiler notes for itself is not part of it.
  expect(await chosen(0, 200)).toBe('bundle/main.js')
  expect(await chosen(200, 100)).toBe('dist/main.js')
  expect(await chosen(100, 0)).toBe('dist/main.js')
})

test('the licences of what others wrote are beside the one file', () => {
  const licences = readFileSync(join(CLI, 'bundle/LICENSES.txt'), 'utf8')
  for (const name of ['commander', 'decimal.js', 'rxjs', 'zod'])
    expect(licences).toMatch(new RegExp(`^${name} \\d`, 'm'))
  expect(licences).not.toMatch(/^@tidemark|GPL/m)
})

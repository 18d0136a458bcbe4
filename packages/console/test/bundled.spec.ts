import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'
import { expect, onTestFinished, test } from 'vitest'
import type * as assets from '../src/assets.ts'
import type * as versions from '../src/version.ts'

const program = `
export { pageAssets } from ${JSON.stringify(path.resolve(import.meta.dirname, '../src/assets.ts'))}
export { version } from ${JSON.stringify(path.resolve(import.meta.dirname, '../src/version.ts'))}
`

test('in the bundle of a host the console says that its page is missing, and takes no version for its own', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tidemark-bundled-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  mkdirSync(path.join(folder, 'out'))
  writeFileSync(path.join(folder, 'package.json'), '{"name":"shop","version":"9.9.9"}')
  writeFileSync(path.join(folder, 'program.js'), program)
  const bundle = await rolldown({
    input: path.join(folder, 'program.js'),
    platform: 'node',
    logLevel: 'silent',
  })
  const file = path.join(folder, 'out/shop.mjs')
  await bundle.write({ file, format: 'esm' })
  await bundle.close()
  const bundled: typeof assets & typeof versions = await import(pathToFileURL(file).href)
  expect(bundled.version()).toBe('unknown')
  expect(() => bundled.pageAssets()).toThrow(expect.objectContaining({ code: 'PAGE_MISSING' }))
})

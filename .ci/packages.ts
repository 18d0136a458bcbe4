/** Checks every package as it would be published: its manifest, and that its entry points load. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'

const root = path.resolve(import.meta.dirname, '..')
const problems: string[] = []

for (const folder of readdirSync(path.join(root, 'packages'))) {
  const pkgDir = path.join(root, 'packages', folder)
  const manifest = JSON.parse(readFileSync(path.join(pkgDir, 'package.json'), 'utf8'))
  if (manifest.private === true) continue
  const { messages } = await publint({ pkgDir, strict: true, pack: 'npm' })
  for (const message of messages) problems.push(`${manifest.name}: ${formatMessage(message, manifest)}`)
  const entry = manifest.exports['.'].default
  if (folder !== 'cli') await import(pathToFileURL(path.join(pkgDir, entry)).href)
}

for (const problem of problems) console.log(problem)
process.exitCode = problems.length === 0 ? 0 : 1

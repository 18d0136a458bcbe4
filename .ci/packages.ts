/**
 * Checks every package as it would be published: its manifest, that its entry points load and its commands run, and that its tarball
 * has the licence of the whole and a page that says what it is.
 */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'

const root = path.resolve(import.meta.dirname, '..')
const problems: string[] = []

/** What every tarball holds beside its code. */
const papers = ['LICENSE', 'README.md']

interface Tarball {
  readonly name: string
  readonly files: readonly { readonly path: string }[]
}

function tarballs(): ReadonlyMap<string, Tarball> {
  const pack = ['pack', '--dry-run', '--json', '--ignore-scripts', '--workspaces']
  const list: readonly Tarball[] = JSON.parse(
    execFileSync('npm', pack, {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 2 ** 26,
    }),
  )
  return new Map(list.map((tarball) => [tarball.name, tarball]))
}

function missingPapers(pkgDir: string, tarball: Tarball | undefined): readonly string[] {
  const packed = new Set(tarball?.files.map((file) => file.path))
  const missing = papers.filter((paper) => !packed.has(paper)).map((paper) => `no ${paper} in its tarball`)
  if (missing.length > 0) return missing
  const [whole, own] = [root, pkgDir].map((folder) => readFileSync(path.join(folder, 'LICENSE'), 'utf8'))
  return whole === own ? [] : ['its LICENSE is not that of the whole']
}

/** Whether a command runs where all was installed as the lock says. */
function runs(command: string): boolean {
  try {
    execFileSync('npm', ['exec', '--no', '--', command, '--version'], { cwd: root, stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const packed = tarballs()
for (const folder of readdirSync(path.join(root, 'packages'))) {
  const pkgDir = path.join(root, 'packages', folder)
  const manifest = JSON.parse(readFileSync(path.join(pkgDir, 'package.json'), 'utf8'))
  if (manifest.private === true) continue
  const { messages } = await publint({ pkgDir, strict: true, pack: 'npm' })
  for (const message of messages) problems.push(`${manifest.name}: ${formatMessage(message, manifest)}`)
  for (const problem of missingPapers(pkgDir, packed.get(manifest.name)))
    problems.push(`${manifest.name}: ${problem}`)
  for (const command of Object.keys(manifest.bin ?? {}))
    if (!runs(command)) problems.push(`${manifest.name}: npx finds no ${command}`)
  const entry = manifest.exports['.'].default
  if (folder !== 'cli') await import(pathToFileURL(path.join(pkgDir, entry)).href)
}

for (const problem of problems) console.log(problem)
process.exitCode = problems.length === 0 ? 0 : 1

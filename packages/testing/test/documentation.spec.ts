import { execFile } from 'node:child_process'
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { docstringExamples } from './docstring-examples.ts'

const run = promisify(execFile)
const root = path.resolve(import.meta.dirname, '../../..')
/** Inside the repository, so that the examples resolve packages as a host's own files would. */
const workspace = path.join(root, 'docs/.code')

interface Example {
  readonly title: string
  readonly code: string
  readonly file: string
}

const pages = [
  'README.md',
  ...globSync('docs/**/*.md', { cwd: root }),
  ...globSync('{packages,examples}/*/README.md', { cwd: root }),
]

const examples: readonly Example[] = pages.flatMap((page) => {
  const text = readFileSync(path.join(root, page), 'utf8')
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map((match, index) => ({
    title: `${page}, example ${index + 1}`,
    code: match[1] ?? '',
    file: path.join(workspace, `${page.replaceAll(/[^A-Za-z0-9]+/g, '-')}-${index + 1}`, 'example.ts'),
  }))
})

const samples = docstringExamples().map((sample, index) => ({
  ...sample,
  file: path.join(workspace, `docstring-${index + 1}`, 'example.ts'),
}))

beforeAll(() => {
  rmSync(workspace, { recursive: true, force: true })
  for (const { file, code } of examples) {
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, code)
  }
  for (const { file, title, code } of samples) {
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, `// ${title}\n${code}`)
  }
  const config = {
    extends: '../../tsconfig.json',
    compilerOptions: {
      composite: false,
      noEmit: true,
      noUnusedLocals: false,
      noUnusedParameters: false,
      // Samples of docstrings import types and values alike; those of pages are run besides.
      verbatimModuleSyntax: false,
      // A host may check the types of all it uses.
      skipLibCheck: false,
    },
    include: ['**/*.ts'],
  }
  writeFileSync(path.join(workspace, 'tsconfig.json'), JSON.stringify(config))
})

afterAll(() => rmSync(workspace, { recursive: true, force: true }))

describe('the code in the documentation', () => {
  it('is there', () => {
    expect(examples.length).toBeGreaterThan(0)
    expect(samples.length).toBeGreaterThan(0)
  })

  it('compiles', { timeout: 120_000 }, async () => {
    const compile = run('tsc', ['-p', workspace], { cwd: root }).catch((error: { stdout: string }) => error)
    expect((await compile).stdout).toBe('')
  })

  it.each(examples)('$title runs', { timeout: 60_000 }, async ({ file }) => {
    const result = await run('node', ['--conditions=@tidemark/source', file], { cwd: path.dirname(file) })
    expect(result.stderr).toBe('')
  })
})

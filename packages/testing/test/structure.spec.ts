import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const root = path.resolve(import.meta.dirname, '../../..')

/** The arrows of the house: a package may only depend on those named here. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  '@tidemark/projection': [],
  '@tidemark/log': [],
  '@tidemark/tabular': ['@tidemark/projection'],
  '@tidemark/domain': ['@tidemark/projection'],
  '@tidemark/mapping': ['@tidemark/projection', '@tidemark/domain'],
  '@tidemark/timeline': ['@tidemark/projection'],
  tidemark: ['@tidemark/projection', '@tidemark/domain', '@tidemark/timeline', '@tidemark/log'],
  '@tidemark/console': ['tidemark', '@tidemark/tabular'],
  '@tidemark/cli': [
    'tidemark',
    '@tidemark/console',
    '@tidemark/log',
    '@tidemark/eventstoredb',
    '@tidemark/tabular',
    '@tidemark/mapping',
  ],
  '@tidemark/eventstoredb': ['@tidemark/log'],
}

interface Manifest {
  readonly name: string
  readonly exports?: Readonly<Record<string, unknown>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

interface Workspace {
  readonly folder: string
  readonly manifest: Manifest
  readonly dependencies: readonly string[]
  readonly files: readonly string[]
}

const rootDevDependencies = Object.keys(readJson('package.json').devDependencies)

function readJson(file: string) {
  return JSON.parse(readFileSync(path.join(root, file), 'utf8'))
}

const workspaces: readonly Workspace[] = globSync('{packages,examples}/*/package.json', { cwd: root }).map(
  (file) => {
    const folder = path.dirname(file)
    const manifest: Manifest = readJson(file)
    const files = globSync(`${folder}/{src,test}/**/*.ts`, { cwd: root })
    return { folder, manifest, dependencies: Object.keys(manifest.dependencies ?? {}), files }
  },
)

const names = new Set(workspaces.map(({ manifest }) => manifest.name))

/** Every way into a package that it offers itself. */
const entryPoints = new Set(
  workspaces.flatMap(({ manifest: { name, exports = {} } }) =>
    Object.keys(exports).map((entry) => path.posix.join(name, entry)),
  ),
)

function importsOf(file: string): readonly string[] {
  const text = readFileSync(path.join(root, file), 'utf8')
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName)
}

/** What tests alone need stands among the development dependencies, the package's own or the workspace's. */
function isForTests(name: string, manifest: Manifest): boolean {
  return rootDevDependencies.includes(name) || Object.hasOwn(manifest.devDependencies ?? {}, name)
}

function isTest(file: string): boolean {
  return /\.spec\.|\.uvu\.ts$|\/test\//.test(file)
}

describe.each(workspaces)('$folder', ({ folder, manifest, dependencies, files }) => {
  it('imports nothing that its manifest does not name', () => {
    const strangers = files.flatMap((file) =>
      importsOf(file)
        .filter((specifier) => !specifier.startsWith('.') && !specifier.startsWith('node:'))
        .map((specifier) => packageOf(specifier))
        .filter((name) => !dependencies.includes(name) && name !== manifest.name)
        .filter((name) => !(isTest(file) && isForTests(name, manifest)))
        .map((name) => `${file}: ${name}`),
    )
    expect(strangers).toEqual([])
  })

  it("reaches into no other package's files", () => {
    const intruders = files.flatMap((file) =>
      importsOf(file)
        .filter((specifier) =>
          specifier.startsWith('.')
            ? !path.join(path.dirname(file), specifier).startsWith(`${folder}/`)
            : names.has(packageOf(specifier)) && !entryPoints.has(specifier),
        )
        .map((specifier) => `${file}: ${specifier}`),
    )
    expect(intruders).toEqual([])
  })

  it('uses every dependency it names', () => {
    const used = new Set(files.flatMap(importsOf).map(packageOf))
    expect(dependencies.filter((name) => !used.has(name))).toEqual([])
  })

  it('keeps to the arrows of the house', () => {
    const allowed = arrows[manifest.name]
    if (allowed === undefined) return
    expect(dependencies.filter((name) => names.has(name) && !allowed.includes(name))).toEqual([])
  })
})

it('has no dependency cycle', () => {
  const order: string[] = []
  const visit = (name: string, trail: readonly string[]): void => {
    expect(trail, `${[...trail, name].join(' -> ')}`).not.toContain(name)
    if (order.includes(name)) return
    const workspace = workspaces.find(({ manifest }) => manifest.name === name)
    for (const dependency of workspace?.dependencies ?? []) {
      if (names.has(dependency)) visit(dependency, [...trail, name])
    }
    order.push(name)
  }
  for (const name of names) visit(name, [])
  expect(order.toSorted()).toEqual([...names].toSorted())
})

/** The rooms of the timeline, each of which may only look into those before it. */
const rooms = [
  'pack',
  'records',
  'journal',
  'facts',
  'slices',
  'versions',
  'folding',
  'cache',
  'handover',
  'views',
]

it('lets no room of the timeline look into one that is built on it', () => {
  const source = 'packages/timeline/src'
  const roomOf = (file: string) => rooms.indexOf(path.posix.relative(source, file).split('/')[0] ?? '')
  const backwards = globSync(`${source}/*/*.ts`, { cwd: root })
    .filter((file) => !isTest(file))
    .flatMap((file) =>
      importsOf(file)
        .filter((specifier) => roomOf(path.posix.join(path.dirname(file), specifier)) > roomOf(file))
        .map((specifier) => `${file}: ${specifier}`),
    )
  expect(backwards).toEqual([])
  const folders = globSync(`${source}/*/`, { cwd: root }).map((folder) => path.basename(folder))
  expect(folders.toSorted()).toEqual(rooms.toSorted())
})

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

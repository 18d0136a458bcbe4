import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { namesAtHand, namesOfTimeline } from './docstring-names.ts'

const root = path.resolve(import.meta.dirname, '../../..')

/** A sample of a docstring, as a module of its own. */
export interface DocstringExample {
  readonly title: string
  readonly code: string
}

/** Whose samples are tried. A name that several of them export is the sample's own package's, or else that of the first. */
const entries = ['tidemark', 'log', 'domain', 'projection', 'timeline', 'tabular', 'mapping', 'eventstoredb']

/** The samples of the docstrings of public names, each with what it takes as imported and as there. */
export function docstringExamples(): readonly DocstringExample[] {
  const sources = new Map<string, string>()
  for (const entry of entries)
    for (const name of exportedBy(entry)) if (!sources.has(name)) sources.set(name, packageOf(entry))
  return entries.flatMap((entry) => {
    const atHand = entry === 'timeline' ? namesOfTimeline : namesAtHand
    const own = new Map([...sources, ...exportedBy(entry).map((name) => [name, packageOf(entry)] as const)])
    const files = globSync(`packages/${entry}/src/**/*.ts`, { cwd: root }).filter(
      (file) => !file.includes('.spec.'),
    )
    return files.flatMap((file) => examplesIn(file, new Set(exportedBy(entry)), own, atHand))
  })
}

function packageOf(entry: string): string {
  return entry === 'tidemark' ? entry : `@tidemark/${entry}`
}

/** The names a package exports, types included. */
function exportedBy(entry: string): readonly string[] {
  const text = readFileSync(path.join(root, `packages/${entry}/src/index.ts`), 'utf8')
  const lists = [...text.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].map(([, list = '']) => list)
  return lists.flatMap((list) => list.split(',').flatMap((name) => /(\w+)\s*$/.exec(name)?.[1] ?? []))
}

function examplesIn(
  file: string,
  isPublic: ReadonlySet<string>,
  sources: ReadonlyMap<string, string>,
  atHand: Readonly<Record<string, string>>,
): readonly DocstringExample[] {
  const text = readFileSync(path.join(root, file), 'utf8')
  const blocks = [...text.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\n(.*)/g)]
  return blocks.flatMap(([, doc = '', documented = '']) => {
    const sample = /@example\n([\s\S]*)$/.exec(doc)?.[1]?.replaceAll(/^[ \t]*\* ?/gm, '')
    const name = /^export (?:\w+ )*?(?:function\*?|class|const|interface) (\w+)/.exec(documented)?.[1]
    // What stands within a class or an interface is public where that is.
    const isShown = name === undefined ? /^ {2}/.test(documented) : isPublic.has(name)
    return sample === undefined || !isShown
      ? []
      : [{ title: `${file}, ${documented.trim()}`, code: moduleOf(sample, sources, atHand) }]
  })
}

/** A sample with what it takes as there, and the imports that it needs; what it declares itself goes before both. */
function moduleOf(
  sample: string,
  sources: ReadonlyMap<string, string>,
  atHand: Readonly<Record<string, string>>,
): string {
  const declared = new Set([...sample.matchAll(/\bconst (\w+)/g)].map(([, name]) => name))
  const isNeeded = (name: string, text: string) =>
    !declared.has(name) && new RegExp(`(?<![\\w.'])${name}\\b`).test(text)
  const given = Object.entries(atHand).flatMap(([name, type]) =>
    isNeeded(name, sample) ? [`declare const ${name}: ${type}`] : [],
  )
  const whole = [...given, sample].join('\n')
  const imports = [...sources].flatMap(([name, source]) =>
    isNeeded(name, whole) && !given.some((line) => line.startsWith(`declare const ${name}:`))
      ? [`import { ${name} } from '${source}'`]
      : [],
  )
  return [...imports, ...given, '{', sample, '}', 'export {}', ''].join('\n')
}

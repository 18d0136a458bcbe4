import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type Instrumented, instrument, type Mutation } from './instrument.ts'

export const root = path.resolve(import.meta.dirname, '../..')

/** A package with every mutation of its sources. */
export interface Plan {
  readonly folder: string
  /** Instrumented sources by their path from the folder. */
  readonly sources: ReadonlyMap<string, Instrumented>
  readonly mutations: readonly Mutation[]
  readonly specs: readonly string[]
}

/** Instruments a package, always in the same way. Mutations stand at the index of their id. */
export function planOf(name: string): Plan {
  const folder = path.join(root, 'packages', name)
  const files = globSync('src/**/*.ts', { cwd: folder }).sort()
  const sources = new Map<string, Instrumented>()
  const mutations: Mutation[] = []
  for (const file of files.filter((file) => !file.includes('.spec.') && !file.endsWith('/index.ts'))) {
    const source = instrument(file, readFileSync(path.join(folder, file), 'utf8'), mutations.length)
    sources.set(file, source)
    mutations.push(...source.mutations)
  }
  return { folder, sources, mutations, specs: files.filter((file) => file.endsWith('.spec.ts')) }
}

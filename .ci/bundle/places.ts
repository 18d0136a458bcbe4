import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

export const packages = path.resolve(import.meta.dirname, '../../packages')
export const folders: readonly string[] = readdirSync(packages)

interface Manifest {
  readonly name: string
  readonly exports: Readonly<Record<string, Readonly<Record<string, string>>>>
}

export function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(path.join(packages, folder, 'package.json'), 'utf8'))
}

/** Programs of threads, which are found beside whoever starts them. */
export const threads = [
  { folder: 'log', name: 'writer-thread', module: 'dist/sqlite/thread/writer-thread.js' },
  { folder: 'tidemark', name: 'reading-thread', module: 'dist/reading/ahead/reading-thread.js' },
] as const

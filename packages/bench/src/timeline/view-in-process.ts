import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Scene } from './scene.ts'

const run = promisify(execFile)
const program = path.join(import.meta.dirname, 'view-process.ts')

/** What a process of its own took: milliseconds and bytes. */
export interface Measured {
  readonly levels: number
  /** From the start of the process to the end of its first full view. */
  readonly sinceStart: number
  readonly view: number
  /** Of the view, in processor time. */
  readonly cpu: number
  readonly readAll: number
  /** Resident after garbage was collected. */
  readonly rss: number
  readonly peak: number
}

/** One full view in a process of its own, from the log alone or with a cache; `read all` then touches every fact. */
export async function viewInProcess(
  { log }: Scene,
  cache: string,
  asOf: number,
  then: 'read all' | '' = '',
): Promise<Measured> {
  const options = ['--conditions=@tidemark/source', '--expose-gc', '--max-old-space-size=8192']
  const { stdout } = await run(process.execPath, [...options, program, log, cache, String(asOf), then])
  return JSON.parse(stdout)
}

import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Scene } from './scene.ts'

const run = promisify(execFile)
/** Run as it is it imports the packages as they are published. */
const importing = path.join(import.meta.dirname, 'view-process.ts')

/** What a process of its own took: milliseconds and bytes. */
export interface Measured {
  readonly levels: number
  /** From the start of the process to the end of its first full view. */
  readonly sinceStart: number
  readonly view: number
  /** Of the view, in processor time. */
  readonly cpu: number
  /** After it, until all facts are in memory, packed and checked as a rebuild leaves them; and until each was an object. */
  readonly load: number
  readonly readAll: number
  /** Resident after garbage was collected. */
  readonly rss: number
  readonly peak: number
}

/** Whether the process touches every fact after its view, and its program, where it is one file with all it imports. */
export interface InProcess {
  readonly readingAll?: boolean
  readonly program?: string | undefined
}

/** One full view in a process of its own, from the log alone or with a cache. */
export async function viewInProcess(
  { log }: Scene,
  cache: string,
  asOf: number,
  { readingAll = false, program = importing }: InProcess = {},
): Promise<Measured> {
  const options = ['--expose-gc', '--max-old-space-size=8192']
  // As the command has it: what was compiled is kept.
  const env = { ...process.env, NODE_COMPILE_CACHE: path.join(path.dirname(log), 'compiled') }
  const asked = [program, log, cache, String(asOf), readingAll ? 'read all' : '']
  const { stdout } = await run(process.execPath, [...options, ...asked], { env })
  return JSON.parse(stdout)
}

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const BIN = fileURLToPath(new URL('../bin/tidemark.cjs', import.meta.url))

/** A directory that is removed after the test. */
export function scratchDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'tidemark-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

/** Where a command runs. */
export interface Surroundings {
  readonly uid?: number
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
}

/** The command in a process of its own, as it is published: `npm run build` makes it. */
export function start(
  args: readonly string[],
  { env, ...options }: Surroundings = {},
): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, [BIN, ...args], {
    ...options,
    env: { ...process.env, ...env },
  })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  return child
}

/** What a process came to. */
export interface Ended {
  readonly code: number | null
  readonly signal: string | null
  readonly stdout: string
  readonly stderr: string
}

/** Waits for a process to end, and gathers what it wrote. */
export async function ended(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  const texts = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk) => {
    texts.stdout += String(chunk)
  })
  child.stderr.on('data', (chunk) => {
    texts.stderr += String(chunk)
  })
  const [code, signal] = await once(child, 'close')
  return { code, signal, ...texts }
}

/** Runs the command to its end, with a text on stdin. */
export function tidemark(
  args: readonly string[],
  { stdin = '', ...options }: Surroundings & { readonly stdin?: string } = {},
): Promise<Ended> {
  const child = start(args, options)
  const result = ended(child)
  child.stdin.end(stdin)
  return result
}

/** Receipts of ten items, as lines of a movement file. */
export function receipts(count: number): string {
  const lines = Array.from({ length: count }, (_, index) =>
    JSON.stringify({
      id: `R${index}`,
      type: 'StockReceived',
      occurredAt: '2027-03-01T09:00:00Z',
      item: `i${index % 10}`,
      branch: 'north',
      quantity: '1',
      unitCost: '2',
    }),
  )
  return lines.join('\n') + '\n'
}

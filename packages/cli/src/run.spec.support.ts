import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { onTestFinished } from 'vitest'
import { run } from './run.ts'

/** The clock of every command under test. */
export const NOW = Date.parse('2027-04-01T00:00:00Z')

/** What a command came to. */
export interface Outcome {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** What a command under test is given beside its arguments. */
export interface Circumstances {
  readonly stdin?: Readable | string
  readonly now?: number
  readonly log?: string
  readonly debug?: boolean
  readonly stdout?: Writable
  readonly onInterrupt?: (listener: () => void) => () => void
  readonly onTerminate?: (listener: () => void) => () => void
}

/** A directory that is removed after the test, and the command with its log there. */
export interface Scratch {
  readonly log: string
  path(name: string): string
  /** Writes a file of lines, objects as JSON, and gives its path. */
  file(name: string, lines: readonly (string | object)[]): string
  tidemark(args: readonly string[], circumstances?: Circumstances): Promise<Outcome>
}

export function scratch(): Scratch {
  const directory = mkdtempSync(join(tmpdir(), 'tidemark-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  const path = (name: string) => join(directory, name)
  const log = path('inventory.db')
  return {
    log,
    path,
    file(name, lines) {
      writeFileSync(path(name), linesOf(lines))
      return path(name)
    },
    tidemark: (args, circumstances) => tidemark(['--log', log, ...args], circumstances),
  }
}

/** Lines as a file has them; text goes in as it is. */
export function linesOf(lines: readonly (string | object)[]): string {
  return lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line)) + '\n').join('')
}

/** Runs the command in this process. */
export async function tidemark(
  args: readonly string[],
  {
    stdin = '',
    now = NOW,
    log,
    debug = false,
    stdout,
    onInterrupt = () => () => {},
    onTerminate = () => () => {},
  }: Circumstances = {},
): Promise<Outcome> {
  const out = collector()
  const err = collector()
  const code = await run(args, {
    stdin: typeof stdin === 'string' ? Readable.from([Buffer.from(stdin)]) : stdin,
    stdout: stdout ?? out.stream,
    stderr: err.stream,
    log,
    debug,
    now: () => now,
    onInterrupt,
    onTerminate,
  })
  return { code, stdout: out.text(), stderr: err.text() }
}

function collector(): { readonly stream: Writable; text(): string } {
  const chunks: string[] = []
  const stream = new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      chunks.push(String(chunk))
      done()
    },
  })
  return { stream, text: () => chunks.join('') }
}

/** Two items at two branches in March 2027. */
export const march = [
  movement('StockReceived', 'R1', '2027-03-01T09:00:00Z', { quantity: '10', unitCost: '4.5' }),
  movement('StockSold', 'S1', '2027-03-10T10:30:00Z', { quantity: '4', netAmount: '30' }),
  movement('StockReceived', 'R2', '2027-03-20T09:00:00Z', { quantity: '6', unitCost: '5' }),
  movement('StockReceived', 'R3', '2027-03-05T09:00:00Z', {
    item: 'coffee',
    branch: 'south',
    quantity: '2.5',
    unitCost: '8',
  }),
] as const

/** One movement of tea at north unless told otherwise. */
export function movement(
  type: string,
  id: string,
  occurredAt: string,
  fields: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return { id, type, occurredAt, item: 'tea', branch: 'north', ...fields }
}

/** A scratch whose log holds {@link march}. */
export async function marchRecorded(): Promise<Scratch> {
  const here = scratch()
  const { code, stderr } = await here.tidemark(['import', here.file('march.jsonl', march)])
  if (code !== 0) throw new Error(stderr)
  return here
}

/** The rows of JSON Lines. */
export function rowsOf(text: string): readonly unknown[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line): unknown => JSON.parse(line))
}

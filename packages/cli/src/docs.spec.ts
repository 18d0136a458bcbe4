import { readFileSync, writeFileSync } from 'node:fs'
import { PassThrough } from 'node:stream'
import type { Command } from 'commander'
import { expect, test } from 'vitest'
import { cliErrors } from './errors.ts'
import { outputOn } from './output.ts'
import { buildProgram } from './program.ts'
import { type Scratch, scratch, tidemark } from './run.spec.support.ts'

const page = new URL('../../../docs/command-line.md', import.meta.url)
const text = readFileSync(page, 'utf8')

/** The random end of an id: `20260315T000000-7f3a9c`. */
const RANDOM = /(?<=\d{8}T\d{6}-)[0-9a-f]{6}/g

/** The files the commands read and write. */
const FILE = /^[a-z-]+\.(?:csv|xlsx|jsonl?|db)$/

/** Runs the commands of a console block, and gives the block as it would be with what they write. */
async function rewritten(block: string, { log, path }: Scratch, now: number): Promise<string> {
  const commands = block.split('\n').filter((line) => line.startsWith('$ '))
  const told: string[] = []
  for (const command of commands) {
    const [, ...args] = [...command.slice(2).matchAll(/'([^']*)'|(\S+)/g)].map(
      ([, quoted, plain]) => quoted ?? plain ?? '',
    )
    const { stdout, stderr } = await tidemark(
      args.map((arg) => (FILE.test(arg) ? path(arg) : arg)),
      { log, now },
    )
    told.push(`${command}\n${stderr}${stdout}`)
  }
  return told.join('\n').replaceAll(log, 'inventory.db').replaceAll(path('/'), '')
}

const blocks = [...text.matchAll(/```console\n([^`]*)```/g)].map(([, block = '']) => block)

/** The directory that the reference starts in. */
function withMovements(): Scratch {
  const here = scratch()
  writeFileSync(here.path('movements.jsonl'), /```jsonl\n([^`]*)```/.exec(text)?.[1] ?? '')
  return here
}

test('the commands of the reference write what it says', async () => {
  const here = withMovements()
  expect(blocks.length).toBeGreaterThan(10)
  for (const block of blocks) {
    const told = await rewritten(block, here, Date.parse('2026-04-01T00:00:00Z'))
    expect(told.replaceAll(RANDOM, '')).toBe(block.replaceAll(RANDOM, ''))
  }
})

test('the commands of the reference are refused what it says, and nothing else, on the day they are read', async () => {
  const refusals = (block: string) => [...block.matchAll(/^(?:tidemark|line \d+): [A-Z_]+/gm)].map(String)
  const here = withMovements()
  for (const block of blocks) {
    expect(refusals(await rewritten(block, here, Date.now()))).toEqual(refusals(block))
  }
})

test('the reference names every error of the command', () => {
  const named = [...text.matchAll(/^\| `([A-Z_]+)` +\|/gm)].map(([, code]) => code)
  expect(named).toEqual(Object.keys(cliErrors))
})

/** Options that are told of once, for all commands that have them. */
const TOLD_ONCE = ['--help', '--format', '--as-of', '--known-through', '--snapshot']

test('the reference names every option of every command', async () => {
  const spans = [...text.matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span.replace(/^tidemark /, ''))
  const missing = leavesOf(await unusedProgram()).flatMap(({ path, options }) => {
    const [first = '', ...rest] = path
    // What can be exported has a table of its own, below what holds for all of it.
    const heads = first === 'export' ? ['export WHAT', rest.join(' ')] : [path.join(' ')]
    const about = spans.filter((span) => heads.some((head) => `${span} `.startsWith(`${head} `))).join(' ')
    return options.filter((option) => !about.includes(option)).map((option) => `${path.join(' ')} ${option}`)
  })
  expect(missing).toEqual([])
})

/** The command as it is before anything is asked of it. */
function unusedProgram(): Promise<Command> {
  const stream = new PassThrough()
  const output = outputOn(stream)
  const listen = () => () => {}
  const cli = {
    io: {
      stdin: stream,
      stdout: stream,
      stderr: stream,
      log: undefined,
      debug: false,
      now: Date.now,
      onInterrupt: listen,
      onTerminate: listen,
    },
    stdout: output,
    stderr: output,
    exitWith: () => {},
  }
  return buildProgram(cli, [])
}

interface Leaf {
  readonly path: readonly string[]
  readonly options: readonly string[]
}

function leavesOf(command: Command, path: readonly string[] = []): readonly Leaf[] {
  if (command.commands.length > 0) {
    return command.commands.flatMap((sub) => leavesOf(sub, [...path, sub.name()]))
  }
  const options = command.options
    .flatMap(({ long }) => long ?? [])
    .filter((long) => !TOLD_ONCE.includes(long))
  return [{ path, options }]
}

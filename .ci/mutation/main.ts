/**
 * `npm run -s mutation -- domain`: changes the sources of a package in every place, one change at a time, and says which
 * changes no test of the package notices.
 */
import { fork } from 'node:child_process'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { Mutation } from './instrument.ts'
import { planOf } from './plan.ts'
import type { Verdict } from './worker.ts'

const usage =
  'usage: npm run -s mutation -- PACKAGE [--sample N] [--seed S] [--only TEXT] [--processes P] [--least PERCENT]'

/** Longer than any mutation takes that comes to an end, in milliseconds. */
const PATIENCE_MS = 120_000
/** Mutations after which a process is replaced, because it never forgets a source it has loaded. */
const LIFETIME = 150

interface Message {
  readonly ready?: number
  readonly notRun?: string
  readonly verdict?: Verdict
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    processes: { type: 'string', default: '1' },
    least: { type: 'string', default: '0' },
  },
})

const [packageName] = positionals
if (packageName === undefined) {
  console.error(usage)
  process.exit(2)
}

const plan = planOf(packageName)
const wanted = plan.mutations.filter(({ file }) => file.includes(values.only))
const chosen =
  values.sample === undefined ? wanted : sampleOf(wanted, Number(values.sample), Number(values.seed))
const waiting = chosen.map(({ id }) => id)
const verdicts = new Map<number, Verdict>()
const began = performance.now()

await Promise.all(Array.from({ length: Number(values.processes) }, tryThem))
report()

/** So many of all, the same ones for the same seed. */
function sampleOf(all: readonly Mutation[], count: number, seed: number): readonly Mutation[] {
  let state = seed >>> 0
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state
  }
  const keyed = all.map((mutation) => ({ mutation, key: random() }))
  return keyed
    .sort((a, b) => a.key - b.key)
    .slice(0, count)
    .map(({ mutation }) => mutation)
    .sort((a, b) => a.id - b.id)
}

/** Has mutations tried until none is left, in one process after the other. */
async function tryThem(): Promise<void> {
  while (waiting.length > 0) await new Promise<void>((ended) => tryInOne(ended))
}

function tryInOne(ended: () => void): void {
  const worker = fork(path.join(import.meta.dirname, 'worker.ts'), [packageName ?? ''], {
    execArgv: ['--conditions=@tidemark/source', '--max-old-space-size=3000'],
  })
  let current: number | undefined
  let tried = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const next = () => {
    clearTimeout(timer)
    current = tried++ < LIFETIME ? waiting.shift() : undefined
    if (current === undefined) return void worker.kill()
    worker.send(current)
    timer = setTimeout(() => worker.kill('SIGKILL'), PATIENCE_MS)
  }
  worker.on('message', (message: Message) => {
    if (message.notRun !== undefined) console.error(`left out: ${message.notRun}`)
    if (message.verdict !== undefined) note(message.verdict)
    if (message.ready !== undefined || message.verdict !== undefined) next()
  })
  worker.on('exit', () => {
    clearTimeout(timer)
    // Whoever had to be killed over a mutation, or died of it, has noticed it.
    if (current !== undefined) note({ id: current, fate: 'killed', by: 'it came to no end' })
    else if (tried === 0) throw new Error(`the specs of ${packageName} cannot be loaded`)
    ended()
  })
}

function note(verdict: Verdict): void {
  verdicts.set(verdict.id, verdict)
  if (verdict.fate === 'killed') return
  const { file, line, before, after } = plan.mutations[verdict.id] ?? {
    file: '',
    line: 0,
    before: '',
    after: '',
  }
  console.log(`${verdict.fate}: ${file}:${line}: ${before}  =>  ${after === '' ? 'nothing' : after}`)
}

function report(): void {
  const all = [...verdicts.values()]
  const count = (fate: Verdict['fate']) => all.filter((one) => one.fate === fate).length
  const score = (100 * count('killed')) / Math.max(1, all.length)
  const seconds = ((performance.now() - began) / 1000).toFixed(0)
  const part = chosen.length === wanted.length ? 'all' : `a sample of ${chosen.length} of`
  console.log(`${part} ${wanted.length} mutations of packages/${packageName}, ${seconds} s`)
  console.log(`killed ${count('killed')}, survived ${count('survived')}, no test ${count('no test')}`)
  console.log(`mutation score: ${score.toFixed(1)} %`)
  if (score < Number(values.least)) process.exitCode = 1
}

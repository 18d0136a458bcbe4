import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { sqliteLogsIn } from '../log-conformance/in-folder.ts'
import { type Simulation, simulate } from './simulate.ts'

const usage =
  'usage: npm run -s simulate -- [--seed S] [--steps N] [--runs R] [--seconds T] [--log memory|sqlite] [--trace]'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    steps: { type: 'string', default: '40' },
    runs: { type: 'string', default: '1' },
    seconds: { type: 'string' },
    log: { type: 'string', default: 'memory' },
    trace: { type: 'boolean', default: false },
  },
})

/** Runs seed after seed, so many or for so long; ends at the first that goes wrong, whose report says how to see it again. */
async function main(seed: number, steps: number, most: number, seconds: number): Promise<void> {
  const folder = values.log === 'sqlite' ? mkdtempSync(path.join(tmpdir(), 'tidemark-simulation-')) : null
  const open = folder === null ? undefined : sqliteLogsIn(folder)
  const began = performance.now()
  const all = createHash('sha256')
  let runs = 0
  let events = 0
  const faults = new Map<string, number>()
  try {
    for (; runs < most && performance.now() - began < seconds * 1000; runs++) {
      const simulation: Simulation = await simulate({ seed: seed + runs, steps, open })
      if (values.trace) console.log(simulation.trace.join('\n'))
      all.update(simulation.digest)
      events += simulation.events
      for (const [fault, times] of Object.entries(simulation.faults)) {
        faults.set(fault, (faults.get(fault) ?? 0) + times)
      }
    }
  } finally {
    if (folder !== null) rmSync(folder, { recursive: true })
  }
  const struck = [...faults].map(([fault, times]) => `${fault} ${times}`).join(', ')
  const taken = ((performance.now() - began) / 1000).toFixed(1)
  console.log(`${events} events recorded through ${struck}`)
  console.log(`digest ${all.digest('hex')}`)
  console.log(
    `simulations: ${runs} of ${runs} hold, seeds ${seed} to ${seed + runs - 1}, ${steps} steps each, ${taken} s`,
  )
}

const numbers = [values.seed, values.steps, values.runs].map(Number)
const [seed = 1, steps = 40, runs = 1] = numbers
const seconds = Number(values.seconds ?? Number.POSITIVE_INFINITY)
if (
  !numbers.every(Number.isSafeInteger) ||
  runs < 1 ||
  !(seconds > 0) ||
  !['memory', 'sqlite'].includes(values.log)
) {
  console.error(usage)
  process.exitCode = 2
} else {
  try {
    await main(seed, steps, runs, seconds)
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  }
}

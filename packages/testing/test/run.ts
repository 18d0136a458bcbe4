import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import path from 'node:path'

/** Runs every file of properties, each in a process of its own, as many at a time as there are cores. */

interface Figures {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/** What uvu says at the end of a file. */
function figuresIn(output: string, exitCode: number | null): Figures {
  const [total, passed, skipped] = ['Total', 'Passed', 'Skipped'].map((word) =>
    Number(new RegExp(`^ +${word}: +(\\d+)$`, 'm').exec(output)?.[1] ?? 0),
  ) as [number, number, number]
  const failed = total - passed - skipped
  // A file that ends before its tests are through, or that has none, has failed all the same.
  return { passed, failed: total === 0 || (exitCode !== 0 && failed === 0) ? failed + 1 : failed, skipped }
}

function run(file: string): Promise<Figures> {
  const child = spawn(process.execPath, ['--conditions=@tidemark/source', file], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (exitCode) => {
      const figures = figuresIn(output, exitCode)
      console.log(path.basename(file))
      console.log(output.trimEnd())
      resolve(figures)
    })
  })
}

const total = { passed: 0, failed: 0, skipped: 0 }
const waiting = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.uvu.ts'))
  .map((name) => path.join(import.meta.dirname, name))
  .sort()

async function runWaiting(): Promise<void> {
  // From the end: the longest two happen to stand there, and short ones fill up what is left.
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    const { passed, failed, skipped } = await run(file)
    total.passed += passed
    total.failed += failed
    total.skipped += skipped
  }
}

await Promise.all(Array.from({ length: availableParallelism() }, runWaiting))
const skipped = total.skipped === 0 ? '' : `, ${total.skipped} skipped`
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`)
if (total.failed > 0 || total.passed === 0) process.exitCode = 1

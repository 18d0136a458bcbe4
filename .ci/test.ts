/**
 * `npm test`: everything there is to check, and one line that adds it all up.
 *
 * A step fails alone: the ones after it still run, and the exit code says whether all passed.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

interface Figures {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

interface Step {
  readonly name: string
  readonly run: () => Promise<Figures>
}

const root = path.resolve(import.meta.dirname, '..')

/** As in vitest.workspace.ts: the processes of all steps start faster. */
process.env.NODE_COMPILE_CACHE ??= path.join(root, 'node_modules/.cache/compiled')

const scratch = mkdtempSync(path.join(tmpdir(), 'tidemark-test-'))

interface Outcome {
  readonly ok: boolean
  readonly output: string
}

function execute(command: string, args: readonly string[], quiet: boolean): Promise<Outcome> {
  const heard = quiet ? 'pipe' : 'inherit'
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', heard, heard] })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ ok: false, output: String(error) }))
    child.on('close', (exitCode) => resolve({ ok: exitCode === 0, output }))
  })
}

/** A command that passes or fails as a whole; its output is shown only when it fails. */
function check(name: string, command: string, ...args: readonly string[]): Step {
  return {
    name,
    run: async () => {
      const { ok, output } = await execute(command, args, true)
      if (!ok) console.log(output)
      return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 }
    },
  }
}

const vitest: Step = {
  name: 'unit and integration tests (vitest)',
  run: async () => {
    const report = path.join(scratch, 'vitest.json')
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    const { ok } = await execute('vitest', ['run', '--config', 'vitest.workspace.ts', ...reporters], false)
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
      readFileSync(report, 'utf8'),
    )
    // A file that does not even load fails no test, but the run.
    const failed = numFailedTests === 0 && !ok ? 1 : numFailedTests
    return { passed: numPassedTests, failed, skipped: numPendingTests + numTodoTests }
  },
}

const properties: Step = {
  name: 'properties (uvu)',
  run: async () => {
    const { ok, output } = await execute(
      'node',
      ['--conditions=@tidemark/source', 'packages/testing/test/run.ts'],
      true,
    )
    console.log(output.trimEnd())
    const line = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/m.exec(output)
    const [, passed = '0', failed = '0', skipped = '0'] = line ?? []
    const noFigures = line === null || (!ok && failed === '0')
    return { passed: Number(passed), failed: noFigures ? 1 : Number(failed), skipped: Number(skipped) }
  },
}

/** One after another; those of one line side by side, as each keeps one core busy. */
const stages: readonly (readonly Step[])[] = [
  [
    check('format and lint', 'biome', 'check', '--error-on-warnings', '.'),
    check('types and build', 'tsc', '-b'),
  ],
  [check('packages and command in one file each', 'node', '.ci/bundle/main.ts')],
  [
    check('types of tests and tools', 'tsc', '-p', '.ci/tsconfig.json'),
    check('packages as published', 'node', '.ci/packages.ts'),
    check(
      'the table of errors is current',
      'node',
      '--conditions=@tidemark/source',
      '.ci/errors.ts',
      '--check',
    ),
  ],
  [vitest],
  [properties],
]

const total = { passed: 0, failed: 0, skipped: 0 }
const started = performance.now()

async function take({ name, run }: Step): Promise<void> {
  const begun = performance.now()
  const figures = await run()
  total.passed += figures.passed
  total.failed += figures.failed
  total.skipped += figures.skipped
  const seconds = ((performance.now() - begun) / 1000).toFixed(1)
  console.log(`${figures.failed === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`)
}

for (const stage of stages) await Promise.all(stage.map(take))
rmSync(scratch, { recursive: true, force: true })
console.log(`in ${((performance.now() - started) / 1000).toFixed(0)} s`)
const skipped = total.skipped === 0 ? '' : `, ${total.skipped} skipped`
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`)
process.exitCode = total.failed === 0 ? 0 : 1

import { CommanderError } from 'commander'
import type { Io } from './io.ts'
import { isClosedPipe, outputOn } from './output.ts'
import { buildProgram } from './program.ts'

const USAGE = 2

/**
 * Runs the `tidemark` command with arguments and resolves with its exit code: 0, 1 for an error or a check that
 * failed, 2 for a usage error, 130 when interrupted. Never rejects.
 *
 * @example
 * process.exitCode = await run(['levels', '--as-of', '2027-03-31T22:00:00Z'], io)
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  const stdout = outputOn(io.stdout)
  const stderr = outputOn(io.stderr)
  let exitCode = 0
  const exitWith = (code: number) => {
    exitCode = code
  }
  try {
    await buildProgram({ io, stdout, stderr, exitWith }).parseAsync(argv, { from: 'user' })
    await stdout.flush()
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE
    // Whoever reads has seen enough; that is no error of theirs or ours.
    if (isClosedPipe(error)) return exitCode
    io.stderr.write(`tidemark: ${inWords(error, io.debug)}\n`)
    return 1
  }
}

function inWords(error: unknown, debug: boolean): string {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error && typeof error.code === 'string' ? `${error.code}: ` : ''
  const stack = debug && error.stack !== undefined ? `\n${error.stack}` : ''
  return code + error.message + stack
}

import { CommanderError } from 'commander'
import type { Cli } from './cli.ts'
import { CliError } from './errors.ts'
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
    await parse({ io, stdout, stderr, exitWith }, argv)
    await stdout.flush()
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) return USAGE
    // Whoever reads has seen enough; that is no error of theirs or ours.
    if (isClosedPipe(error)) return exitCode
    io.stderr.write(`tidemark: ${inWords(error, io.debug)}\n`)
    return 1
  }
}

/** Does what the arguments say; showing the help or the version is no error. */
async function parse(cli: Cli, argv: readonly string[]): Promise<void> {
  try {
    const program = await buildProgram(cli, argv)
    await program.parseAsync(argv, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError) || error.exitCode !== 0) throw error
  }
}

function inWords(error: unknown, debug: boolean): string {
  if (!(error instanceof Error)) return String(error)
  const told = isOfSystem(error) ? new CliError('SYSTEM_REFUSED', error.message, error) : error
  const code = 'code' in told && typeof told.code === 'string' ? `${told.code}: ` : ''
  const stack = debug && error.stack !== undefined ? `\n${error.stack}` : ''
  return code + told.message + stack
}

/** Whether an error is one of a call to the system, which nothing nearer to the call had better words for. */
function isOfSystem(error: Error): boolean {
  return 'syscall' in error && 'errno' in error
}

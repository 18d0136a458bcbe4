import type { Io } from './io.ts'
import type { Output } from './output.ts'

/** What every command is given. */
export interface Cli {
  readonly io: Io
  readonly stdout: Output
  readonly stderr: Output
  /** Ends with this exit code, though no error is raised. */
  readonly exitWith: (code: number) => void
}

export { type CliErrorCode, cliErrors } from './errors.ts'
export type { Io, OutputStream } from './io.ts'
export { run } from './run.ts'

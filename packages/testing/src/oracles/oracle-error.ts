/** Raised for what a file of cases must not hold; the message names the case and the place in it. */
export class OracleError extends Error {
  override readonly name = 'OracleError'
  readonly code = 'INVALID_ORACLE'
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

import { formatMicros, readMicros } from 'tidemark'

/** What became more or less, signed, so that a table tells one from the other at a glance. */
export function signedChange(from: string, to: string): string {
  return signed(formatMicros(readMicros(to) - readMicros(from)))
}

/** A decimal string, with a sign also when it is above zero. */
export function signed(change: string): string {
  return change.startsWith('-') || readMicros(change) === 0n ? change : `+${change}`
}

import type { Readable, Writable } from 'node:stream'

/** A stream a command writes to. */
export type OutputStream = Writable & { readonly isTTY?: boolean }

/** All that a command touches of the process it runs in. */
export interface Io {
  readonly stdin: Readable
  readonly stdout: OutputStream
  readonly stderr: OutputStream
  /** The log of commands that name none; `inventory.db` when there is none either. */
  readonly log: string | undefined
  /** Whether an unexpected error shows its stack. */
  readonly debug: boolean
  /** The time now, in milliseconds since the epoch. */
  readonly now: () => number
  /** Calls the listener when the user asks to stop; returns the way to take it back. */
  readonly onInterrupt: (listener: () => void) => () => void
  /** The same for the request of the system, which is no failure of what runs until then. */
  readonly onTerminate: (listener: () => void) => () => void
}

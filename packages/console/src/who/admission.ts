import type { Principal } from 'tidemark'
import type { SessionFile } from './session-file.ts'

/** Someone who was let in, and may be shown out again. */
export interface Admission {
  /** Who it is and what they may do by now; `null` when they are no longer let in. */
  current(): Promise<Principal | null>
  /** By what the doorkeeper knows them again after a restart; left out where it does not. */
  readonly id?: string
}

/** Tells by a secret who someone is: a file of keys, a link that works once. */
export interface Doorkeeper {
  /** `null`: nobody known. */
  admit(secret: string): Promise<Admission | null>
  /** Where sessions outlive the process; left out: they end with it. */
  readonly sessions?: SessionFile
}

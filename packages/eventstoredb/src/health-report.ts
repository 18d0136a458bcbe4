import type { EventStoreProblem } from './errors.ts'

/** How a log and its server are. */
export interface Health {
  readonly reachable: boolean
  /** Whether the node talked to leads its cluster; null when it does not say. */
  readonly leader: boolean | null
  /** The version of the server, null when it does not say. */
  readonly version: string | null
  /** How far the last of this log's followers is behind the head, in bytes of the server's log; 0 without followers. */
  readonly lag: number | null
  /** Why it cannot be reached, and what to check. */
  readonly problem: { readonly name: EventStoreProblem; readonly message: string } | null
}

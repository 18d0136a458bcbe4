import {
  type CaughtUp,
  type FollowOptions,
  LogError,
  type Position,
  type RecordedEvent,
  START,
} from '@tidemark/log'
import type { Connection } from './connection.ts'
import { EventStoreError } from './errors.ts'
import { backOffMs, limitOf, pause, TimeLimit, timeLeft } from './limit.ts'
import { logChunks } from './read-all.ts'
import { headOf } from './read-backwards.ts'

/** Where a follower is. */
export interface Follower {
  /** Everything up to here has been delivered. */
  reached: Position
  /** The head, when it was last looked at. */
  head: Position
}

/** How a follower is to behave. */
export interface FollowerOptions extends FollowOptions {
  /** The longest wait for one answer, in milliseconds. */
  readonly timeoutMs: number
  /** How often to look for new events when nothing is heard, in milliseconds. */
  readonly pollMs: number
}

/**
 * Catches up, then stays at the head: reads what lies between the place reached and the head, over and over, whenever the
 * watch says that something was written. So there is no live buffer that a slow consumer could overflow and no gap
 * between catching up and living. While the server is away it tries again for ever; only its first look has a limit.
 */
export async function* followEvents(
  connection: Connection,
  follower: Follower,
  options: FollowerOptions,
): AsyncGenerator<readonly RecordedEvent[] | CaughtUp, never> {
  const { after = START, streamPrefixes, signal, timeoutMs, pollMs } = options
  const look = async () => {
    const limit = limitOf(timeoutMs, signal)
    for (let tries = 0; ; tries++) {
      try {
        follower.head = await headOf(connection, limit)
      } catch (error) {
        // Cut off by the limit: what an earlier look was told says more than that the last had too little time.
        if (tries > 0 && error instanceof EventStoreError && error.cause instanceof TimeLimit) break
        throw error
      }
      if (follower.reached <= follower.head) return
      // Another node of a cluster may have to catch up first.
      const wait = backOffMs(tries)
      if (!connection.target.severalNodes || timeLeft(limit) <= wait) break
      await pause(wait, signal)
    }
    const details = { after: follower.reached, head: follower.head }
    const what = `following from position ${follower.reached}, the head is ${follower.head}`
    throw new LogError('POSITION_BEYOND_HEAD', what, details)
  }
  const watcher = connection.watch.join(streamPrefixes)
  try {
    follower.reached = after
    await look()
    let marked: Position | undefined
    /** Whether the head is where the log ended, or only where something was heard of: there may be more of the same append. */
    let looked = true
    for (let tries = 0; ; ) {
      try {
        const reading = { timeoutMs, signal, gate: connection.longReads }
        const part = { ...options, after: follower.reached, through: follower.head }
        for await (const chunk of logChunks(connection, part, reading)) {
          follower.reached = chunk.at(-1)?.position ?? follower.reached
          yield chunk
          tries = 0
        }
        follower.reached = follower.head
        if (!looked) {
          await look()
          looked = true
          if (follower.head > follower.reached) continue
        }
        if (marked !== follower.reached) {
          marked = follower.reached
          yield { caughtUp: follower.reached }
        }
        const written = await watcher.changed(pollMs, signal)
        looked = written === undefined || written <= follower.reached
        if (written === undefined || written <= follower.reached) await look()
        else follower.head = written
        tries = 0
      } catch (error) {
        if (!isAway(error)) throw error
        await pause(backOffMs(tries++), signal)
      }
    }
  } finally {
    watcher.close()
  }
}

function isAway(error: unknown): boolean {
  return (
    error instanceof EventStoreError && (error.problem === 'SERVER_AWAY' || error.problem === 'SERVER_SILENT')
  )
}

import type { EventLog, Position, RecordedEvent } from '@tidemark/log'
import { untilKnown } from './until-known.ts'

/** What a subscriber follows, and how it behaves. */
export interface Subscribing {
  readonly log: EventLog
  readonly prefixes: readonly string[]
  readonly after: Position
  /** Follows anew from its own checkpoint after so many events, as if it had crashed; never when undefined. */
  readonly crashEvery?: number | undefined
  /** Takes its time over each chunk. */
  readonly slow?: boolean | undefined
  /** Resolves with the head once nothing more is written. */
  readonly last: Promise<Position>
  readonly giveUp: AbortSignal
}

/** The positions of what a subscriber was delivered through the last, in the order in which it came. */
export async function follow(subscribing: Subscribing): Promise<readonly Position[]> {
  const { after, last, giveUp } = subscribing
  const seen: Position[] = []
  const over = new AbortController()
  let reached = after
  let end: Position | undefined
  const reach = (at: Position) => {
    reached = at
    if (end !== undefined && reached >= end) over.abort()
  }
  last.then((at) => {
    end = at
    reach(reached)
  })
  const signal = AbortSignal.any([giveUp, over.signal])
  while (!over.signal.aborted) {
    try {
      await untilKnown(() => followOn(subscribing, signal, seen, reach), signal)
    } catch (error) {
      if (!over.signal.aborted) throw error
    }
  }
  return seen
}

/** Follows from the last event seen until it crashes, or for ever. Throws `LOG_UNAVAILABLE` when the log is away at the start. */
async function followOn(
  { log, prefixes, after, crashEvery, slow }: Subscribing,
  signal: AbortSignal,
  seen: Position[],
  reach: (at: Position) => void,
): Promise<void> {
  const crashAt = crashEvery === undefined ? Number.POSITIVE_INFINITY : seen.length + crashEvery
  for await (const step of log.follow({ after: seen.at(-1) ?? after, streamPrefixes: prefixes, signal })) {
    if ('caughtUp' in step) reach(step.caughtUp)
    else note(step, prefixes, seen)
    if (seen.length >= crashAt) return
    if (slow) await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

function note(events: readonly RecordedEvent[], prefixes: readonly string[], seen: Position[]): void {
  for (const { stream, position } of events) {
    if (!prefixes.some((prefix) => stream.startsWith(prefix))) {
      throw new Error(`was delivered stream ${stream}, and follows ${prefixes.join(', ')}`)
    }
    const before = seen.at(-1)
    if (before !== undefined && position <= before) {
      throw new Error(`was delivered position ${position} after ${before}`)
    }
    seen.push(position)
  }
}

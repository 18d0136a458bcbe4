import type { CaughtUp, EventFilter, EventLog, Position, RecordedEvent } from '@tidemark/log'
import { NotTheSame } from '../laws/law-broken.ts'

/** Someone who follows a log, and what was delivered so far. */
export interface Follower {
  readonly from: Position
  readonly filter: EventFilter
  readonly streamPrefix: string
  readonly delivered: readonly RecordedEvent[]
  /** Starts to wait for one more step of the log, if not already waiting. */
  wait(): void
  /** All that was delivered, once there are as many events, or the log says that it is past the last of them. */
  deliver(count: number, last: Position): Promise<readonly RecordedEvent[]>
  stop(): Promise<void>
}

/** The longest to wait for a step that is owed, in milliseconds. */
const PATIENCE_MS = 5_000

/** Follows a log from a position on, or from the last of what was delivered before. */
export function startFollower(
  log: EventLog,
  from: Position,
  filter: EventFilter,
  before: readonly RecordedEvent[] = [],
): Follower {
  const after = before.at(-1)?.position ?? from
  const stop = new AbortController()
  const steps = log.follow({ after, signal: stop.signal, ...filter })[Symbol.asyncIterator]()
  const delivered = [...before]
  let caughtUp: Position | undefined
  let waiting: Promise<void> | undefined
  const take = async () => {
    const step: IteratorResult<readonly RecordedEvent[] | CaughtUp> = await steps.next()
    waiting = undefined
    if (step.done) throw new NotTheSame('the follower ended by itself')
    if ('caughtUp' in step.value) caughtUp = step.value.caughtUp
    else delivered.push(...step.value)
  }
  const next = () => {
    waiting ??= take()
    return waiting
  }
  return {
    from,
    filter,
    delivered,
    streamPrefix: filter.streamPrefixes?.[0] ?? '',
    // Whoever takes what was delivered meets the failure, if it is one.
    wait: () => void next().catch(() => undefined),
    async deliver(count, last) {
      while (delivered.length < count && (caughtUp === undefined || caughtUp < last)) {
        await withPatience(next(), count - delivered.length)
      }
      return delivered
    },
    async stop() {
      stop.abort()
      await waiting?.catch(() => undefined)
      await steps.return?.().catch(() => undefined)
    },
  }
}

async function withPatience(step: Promise<void>, owed: number): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new NotTheSame(`the follower owes ${owed} events and delivers nothing for ${PATIENCE_MS} ms`))
    }, PATIENCE_MS)
  })
  try {
    await Promise.race([step, limit])
  } finally {
    clearTimeout(timer)
  }
}

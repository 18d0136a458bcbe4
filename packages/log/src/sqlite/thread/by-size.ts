import type { PreparedAppend } from '../../append-rules.ts'
import { type AppendQueue, eventsIn, type OwnQueue } from '../append-queue.ts'
import { WAIT_MS } from '../connection.ts'
import type { ThreadQueue } from './thread-queue.ts'

/** An append of so many events holds up a process for longer than it takes to hand it over. */
export const WORTH_A_THREAD = 1000

/** Where there is one already, fewer are worth handing over: a commit may hold up a process for tens of milliseconds. */
const WORTH_HANDING_OVER = 20

/** After so many times as many events in such appends there will be more of them, and a thread is worth it. */
const MANY = 4

/**
 * A queue that has large appends, and many that are not so small, written in a thread and small ones here: to record one
 * movement no thread is started, and none is asked. What was asked for first is still written first.
 */
export function bySize(here: OwnQueue, thread: ThreadQueue, from = WORTH_A_THREAD): AppendQueue {
  /** Appends that wait for those written here, to go to the thread after them. */
  let crossing = 0
  let crossed: Promise<unknown> = Promise.resolve()
  /** Events that could have been handed over, had there been a thread. */
  let missed = 0

  const isForThread = (batch: readonly PreparedAppend[]) => {
    const events = eventsIn(batch)
    if (events >= from) return true
    if (events < WORTH_HANDING_OVER) return false
    if (thread.isRunning || missed >= MANY * from) return true
    missed += events
    return false
  }

  const cross: AppendQueue['append'] = async (batch, clock, { signal, timeoutMs = WAIT_MS }) => {
    const deadline = performance.now() + timeoutMs
    const ready = Promise.all([crossed, here.turn({ signal, timeoutMs })])
    crossed = Promise.allSettled([crossed, ready])
    crossing++
    try {
      await ready
    } finally {
      crossing--
    }
    // In one go with that: nothing may be written here in between.
    return thread.append(batch, clock, { signal, timeoutMs: Math.max(0, deadline - performance.now()) })
  }

  return {
    get busy() {
      return crossing > 0 || here.busy || thread.busy
    },
    append(batch, clock, options) {
      if (crossing > 0) return cross(batch, clock, options)
      if (thread.busy) return thread.append(batch, clock, options)
      if (!isForThread(batch)) return here.append(batch, clock, options)
      return here.busy ? cross(batch, clock, options) : thread.append(batch, clock, options)
    },
    async drained() {
      await crossed
      await thread.drained()
      await here.drained()
    },
  }
}

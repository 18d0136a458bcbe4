import { extname } from 'node:path'
import type { Worker } from 'node:worker_threads'
import type { PreparedAppend } from '../../append-rules.ts'
import { LogError } from '../../errors.ts'
import type { AppendResult, WaitOptions } from '../../event-log.ts'
import { nodeThreads } from '../../node-modules.ts'
import { turn } from '../../waiting.ts'
import { type AppendQueue, eventsIn } from '../append-queue.ts'
import { type Answer, type Request, toldError } from './messages.ts'
import { packBatch, unpackResults } from './pack.ts'
import { type ClockFace, clockFace, showTime } from './shared-clock.ts'

/** Starts the thread that writes a file. */
export type StartThread = (path: string) => Worker

/** Appends that a thread of their own writes; it is started with the first and lives until the queue is closed. */
export interface ThreadQueue extends AppendQueue {
  /** Whether there is a thread already. */
  readonly isRunning: boolean
  /** Lets what is waiting finish and ends the thread. */
  close(): Promise<void>
}

interface Waiting {
  /** Held until a thread that is ready was sent it. */
  batch: readonly PreparedAppend[] | undefined
  readonly streams: readonly string[]
  isSent: boolean
  readonly clock: () => number
  readonly options: WaitOptions
  readonly resolve: (results: AppendResult[] | Promise<AppendResult[]>) => void
  readonly reject: (reason: unknown) => void
}

type Outcome = Exclude<Answer, { readonly answer: 'ready' | 'asks the time' }>

interface Thread {
  readonly worker: Worker
  readonly face: ClockFace
  ready: boolean
}

/** The clock that a thread has as well as anybody; one that a test has put in its place is the host's. */
const systemClock = Date.now

/** So many events may be packed and sent at once without holding up anybody. */
const HOLDS_UP = 1000

/**
 * Makes the queue. `instead` writes where no thread can be started, as in a program that was bundled without the file of the
 * thread. A thread that ends by itself fails what it was asked, and the next append starts another.
 */
export function threadQueue(
  path: string,
  instead: AppendQueue,
  written: () => void,
  start: StartThread = startThread,
): ThreadQueue {
  const waiting = new Map<number, Waiting>()
  let last = 0
  let thread: Thread | undefined
  let hasThreads = true
  let handedOver = Promise.resolve()
  let idle = Promise.withResolvers<void>()
  idle.resolve()

  /** What was asked of a thread that never was ready has not been looked at: it is written here, in the same order. */
  const endOf = (worker: Worker, cause: unknown) => {
    if (thread?.worker !== worker) return
    const { ready } = thread
    thread = undefined
    hasThreads &&= ready
    for (const [number, { batch, clock, options, resolve, reject }] of [...waiting]) {
      if (options.signal?.aborted) reject(options.signal.reason)
      else if (batch === undefined || ready) reject(new LogError('LOG_WRITER_ENDED', path, { path }, cause))
      else resolve(instead.append(batch, clock, options))
      settle(number)
    }
  }

  /** The thread, which is started if need be; `undefined` where none can be. */
  const running = (): Thread | undefined => {
    if (thread !== undefined || !hasThreads) return thread
    const worker = started(start, path)
    if (worker === undefined) {
      hasThreads = false
      return undefined
    }
    const begun: Thread = { worker, face: clockFace(), ready: false }
    thread = begun
    worker.on('message', (answer: Answer) => {
      if (answer.answer === 'ready') isReady(begun)
      else if (answer.answer === 'asks the time') showTime(begun.face, timeFor(answer.number))
      else take(answer)
    })
    let cause: unknown
    worker.on('error', (error) => {
      cause = error
    })
    // It ends after an error, too, and by then all is told that it said before.
    worker.on('exit', () => endOf(worker, cause))
    return begun
  }

  const isReady = (begun: Thread) => {
    begun.ready = true
    for (const asked of waiting.values()) if (asked.isSent) asked.batch = undefined
  }

  /** No time where the clock fails: nothing is written then. */
  const timeFor = (number: number) => {
    const asked = waiting.get(number)
    try {
      return asked?.clock() ?? Number.NaN
    } catch (error) {
      asked?.reject(error)
      return Number.NaN
    }
  }

  const take = (answer: Outcome) => {
    const asked = waiting.get(answer.number)
    if (asked === undefined) return
    if (answer.answer === 'written') {
      written()
      asked.resolve(unpackResults(answer.results, asked.streams))
    } else if (answer.answer === 'left') asked.reject(asked.options.signal?.reason)
    else asked.reject(toldError(answer.error))
    settle(answer.number)
  }

  const settle = (number: number) => {
    waiting.delete(number)
    if (waiting.size > 0) return
    // A thread that has nothing to do keeps no process alive.
    thread?.worker.unref()
    idle.resolve()
  }

  /** Handing over many events takes its time, after they have been prepared at once: others have their turn in between. */
  const handOver = async (to: Thread, number: number, before: Promise<void>) => {
    await before
    const asked = waiting.get(number)
    if (asked?.batch === undefined) return
    const { worker, face } = to
    const { batch, clock, options, reject } = asked
    try {
      if (eventsIn(batch) > HOLDS_UP) await turn()
      options.signal?.throwIfAborted()
      const packed = packBatch(batch)
      if (packed.ids.length > HOLDS_UP) await turn()
      const request: Request = {
        ask: 'append',
        number,
        batch: packed,
        clock: clock === systemClock ? undefined : face,
        timeoutMs: options.timeoutMs,
      }
      if (!waiting.has(number)) return
      worker.postMessage(request)
      asked.isSent = true
      if (to.ready) asked.batch = undefined
    } catch (error) {
      reject(error)
      settle(number)
    }
  }

  const ask = (
    asked: Thread,
    batch: readonly PreparedAppend[],
    clock: () => number,
    options: WaitOptions,
  ) => {
    const { promise, resolve, reject } = Promise.withResolvers<AppendResult[]>()
    const { worker } = asked
    if (waiting.size === 0) idle = Promise.withResolvers()
    const number = ++last
    const streams = batch.map(({ stream }) => stream)
    waiting.set(number, { batch, streams, isSent: false, clock, options, resolve, reject })
    worker.ref()
    const { signal } = options
    // Only the thread knows whether it is too late, and what was written is said to be.
    const leave = () => {
      handedOver = handedOver.then(() => worker.postMessage({ ask: 'leave', number } satisfies Request))
    }
    signal?.addEventListener('abort', leave)
    handedOver = handOver(asked, number, handedOver)
    return promise.finally(() => signal?.removeEventListener('abort', leave))
  }

  return {
    get isRunning() {
      return thread !== undefined
    },
    get busy() {
      return waiting.size > 0
    },
    append(batch, clock, options) {
      const asked = running()
      return asked === undefined ? instead.append(batch, clock, options) : ask(asked, batch, clock, options)
    },
    drained: () => idle.promise,
    async close() {
      await idle.promise
      const ending = thread?.worker
      if (ending === undefined) return
      thread = undefined
      const { promise: ended, resolve } = Promise.withResolvers<void>()
      ending.once('exit', () => resolve())
      ending.ref()
      ending.postMessage({ ask: 'close' } satisfies Request)
      await ended
    },
  }
}

/** Not every process may start threads, and a program that was bundled may not know where it stands. */
function started(start: StartThread, path: string): Worker | undefined {
  try {
    return start(path)
  } catch {
    return undefined
  }
}

/** The program of the thread stands beside this file: a source in the repository, a built one in the package. */
function startThread(path: string): Worker {
  const own = new URL(import.meta.url)
  const program = new URL(`./writer-thread${extname(own.pathname)}`, own)
  const { Worker } = nodeThreads()
  return new Worker(program, { workerData: path, execArgv: [], name: 'tidemark log writer' })
}

import { TimeLimit } from './limit.ts'
import type { ServerEvent } from './stored-event.ts'

/** What the client delivers for an event. */
export interface Resolved {
  readonly event?: ServerEvent | undefined
  readonly commitPosition?: bigint | undefined
}

/** A position as a server has it. */
export interface ServerPosition {
  readonly commit: bigint
  readonly prepare: bigint
}

/** A mark between the events of a subscription. */
export type Mark =
  | { readonly mark: 'caught-up' }
  | { readonly mark: 'checkpoint'; readonly at: ServerPosition }

/** What is used of a stream of the client, or of a call: its own types are no `Readable` to the compiler, though they are one. */
interface ClientStream {
  read(): unknown
  readonly readableLength: number
  on(event: 'data', listener: (step: Resolved | Mark) => void): unknown
  on(event: 'end', listener: () => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  pause(): unknown
  resume(): unknown
}

/** A call of the client, which it calls a read or a subscription. */
export interface Source {
  readonly stream: ClientStream
  readonly cancel: () => Promise<void>
  /** A subscription has no end of its own. */
  readonly endless: boolean
}

/** What comes out of a read or a subscription, step by step, while the consumer wants it. */
export interface Pump {
  /**
   * Lets it flow until the consumer has enough ('paused') or there is no more ('ended'). Rejects with `TimeLimit` when
   * nothing comes for a time, with the reason of the signal, or with the error of the client once all that came before
   * it has been taken.
   */
  run(ms: number, signal: AbortSignal | undefined): Promise<'paused' | 'ended'>
  /** Ends the call on the server. */
  close(): void
}

/** The subscription was ended by the server, which says nothing about why. */
class SubscriptionEnded extends Error {
  override readonly name = 'SubscriptionEnded'
  readonly type = 'unavailable'
}

/** Makes a pump. `take` is given each event and mark in order, and says whether it wants more. */
export function pump(source: Source, take: (step: Resolved | Mark) => boolean): Pump {
  const { stream, cancel, endless } = source
  let lastAt = 0
  let running = false
  let closed = false
  let over: { readonly error: unknown } | 'end' | undefined
  let wake: (() => void) | undefined

  const halt = () => {
    running = false
    stream.pause()
    wake?.()
  }
  const step = (one: Resolved | Mark) => {
    lastAt = performance.now()
    // That a subscription has begun is a sign of life, and no more.
    if (!('mark' in one) && one.event === undefined) return
    try {
      if (!take(one)) halt()
    } catch (error) {
      over = { error }
      halt()
    }
  }
  const finish = (how: { readonly error: unknown } | 'end') => {
    over ??= how
    if (running && stream.readableLength === 0) halt()
  }
  stream.pause()
  stream.on('data', (one) => {
    if (!closed) step(one)
  })
  stream.on('end', () =>
    finish(endless ? { error: new SubscriptionEnded('the server ended the subscription') } : 'end'),
  )
  stream.on('error', (error) => finish({ error }))

  return {
    async run(ms, signal) {
      signal?.throwIfAborted()
      running = true
      // Each read hands what it returns to the listener for data, too.
      while (running && stream.read() !== null);
      if (running && over === undefined) await flow(ms, signal)
      if (over === undefined || stream.readableLength > 0) return 'paused'
      if (over === 'end') return 'ended'
      throw over.error
    },
    close() {
      if (closed) return
      closed = true
      // What is still on its way has to flow off, or the call stays open.
      stream.resume()
      if (over === undefined) cancel().catch(() => undefined)
    },
  }

  async function flow(ms: number, signal: AbortSignal | undefined): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const stop = (reason: unknown) => {
      running = false
      stream.pause()
      reject(reason)
    }
    const abort = () => stop(signal?.reason)
    const check = () => {
      const left = lastAt + ms - performance.now()
      // Timers are late or early by a millisecond.
      if (left > 1) timer = setTimeout(check, left)
      else stop(new TimeLimit(`nothing came in ${Math.round(ms)} ms`))
    }
    lastAt = performance.now()
    let timer = setTimeout(check, ms)
    signal?.addEventListener('abort', abort)
    wake = resolve
    stream.resume()
    try {
      await promise
    } finally {
      wake = undefined
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
    }
  }
}

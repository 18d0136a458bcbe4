import { END, type EventStoreDBClient, eventTypeFilter, streamNameFilter } from '@eventstore/db-client'
import { type Position, position } from '@tidemark/log'
import { backOffMs } from './limit.ts'
import type { WatchState } from './watch-state.ts'

/** Somebody who wants to know when something may have been written. */
export interface Watcher {
  /**
   * Resolves with the position of the last event that was written since the last call; with undefined when something may
   * have been written, or after a time. Rejects with the reason of the signal.
   */
  changed(ms: number, signal: AbortSignal | undefined): Promise<Position | undefined>
  close(): void
}

/** One live subscription for all followers of a process: it only says that something was written, not what. */
export interface Watch {
  /** Watches streams with these prefixes, or all. */
  join(prefixes: readonly string[] | undefined): Watcher
  readonly state: WatchState
  /** Calls back when the state has changed; returns the function that ends it. */
  onState(listener: (state: WatchState) => void): () => void
  end(): void
}

interface Member {
  readonly prefixes: readonly string[] | undefined
  /** Without a position when it is not known what was written. */
  ring(at: Position | undefined): void
}

/** The server takes no empty list: no stream starts like this. */
const NOTHING = ['$tidemark-nothing']

/** Checkpoints are of no use here. */
const RARELY = 10_000

/**
 * Makes the watch. It subscribes while somebody watches, and again for ever when it is cut off. Nothing depends on it but
 * speed: a follower also looks by itself from time to time.
 */
export function watchOver(client: EventStoreDBClient): Watch {
  const members = new Set<Member>()
  const listeners = new Set<(state: WatchState) => void>()
  let state: WatchState = { live: 'off', tries: 0, lastError: undefined }
  let stop: (() => void) | undefined
  let watched: readonly string[] | undefined

  const become = (next: WatchState) => {
    state = next
    for (const listener of listeners) listener(next)
  }

  const start = () => {
    watched = prefixesOf(members)
    let ended = false
    const filter =
      watched === undefined
        ? eventTypeFilter({ regex: '^[^$]', checkpointInterval: RARELY })
        : streamNameFilter({ prefixes: [...watched], checkpointInterval: RARELY })
    if (state.live === 'off') become({ ...state, live: 'connecting' })
    const subscription = client.subscribeToAll({ fromPosition: END, filter })
    let timer: NodeJS.Timeout | undefined
    stop = () => {
      ended = true
      clearTimeout(timer)
      subscription.unsubscribe().catch(() => undefined)
    }
    const again = (why: string) => {
      if (ended) return
      ended = true
      subscription.unsubscribe().catch(() => undefined)
      become({ live: 'reconnecting', tries: state.tries + 1, lastError: why })
      timer = setTimeout(start, backOffMs(state.tries))
      stop = () => clearTimeout(timer)
    }
    subscription.on('data', ({ event, commitPosition }) => {
      const at = countable(event?.position.commit ?? commitPosition)
      for (const { prefixes, ring } of members) {
        if (prefixes === undefined || prefixes.some((prefix) => event?.streamId.startsWith(prefix))) ring(at)
      }
    })
    subscription.on('confirmation', () => {
      if (ended) return
      become({ live: 'on', tries: 0, lastError: undefined })
      // What was written until now went unnoticed.
      for (const { ring } of members) ring(undefined)
    })
    subscription.on('error', (error) => again(error.message))
    subscription.on('end', () => again('the server ended the subscription'))
  }
  const halt = () => {
    stop?.()
    stop = undefined
    become({ live: 'off', tries: 0, lastError: undefined })
  }

  return {
    join(prefixes) {
      let rung = false
      let last: Position | undefined
      let wake: (() => void) | undefined
      const member: Member = {
        prefixes,
        ring(at) {
          last = rung && last === undefined ? undefined : at
          rung = true
          wake?.()
        },
      }
      members.add(member)
      if (stop === undefined) start()
      else if (!covers(watched, prefixes)) {
        stop()
        start()
      }
      return {
        async changed(ms, signal) {
          if (!rung) {
            const { promise, resolve, reject } = Promise.withResolvers<void>()
            const abort = () => reject(signal?.reason)
            const timer = setTimeout(resolve, ms)
            signal?.addEventListener('abort', abort)
            if (signal?.aborted) abort()
            wake = resolve
            await promise.finally(() => {
              wake = undefined
              clearTimeout(timer)
              signal?.removeEventListener('abort', abort)
            })
          }
          const at = last
          rung = false
          last = undefined
          return at
        },
        close() {
          members.delete(member)
          if (members.size === 0 && stop !== undefined) halt()
        },
      }
    },
    get state() {
      return state
    },
    onState(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    end() {
      members.clear()
      if (stop !== undefined) halt()
    },
  }
}

/** Everything that is watched for; undefined when that is all. */
function prefixesOf(members: ReadonlySet<Member>): readonly string[] | undefined {
  const all = [...members].map(({ prefixes }) => prefixes)
  if (all.some((prefixes) => prefixes === undefined)) return undefined
  const wanted = new Set(all.flatMap((one) => one ?? []))
  return wanted.size === 0 ? NOTHING : [...wanted]
}

function covers(watched: readonly string[] | undefined, wanted: readonly string[] | undefined): boolean {
  if (watched === undefined) return true
  return wanted?.every((prefix) => watched.some((one) => prefix.startsWith(one))) ?? false
}

/** A follower that is not told where looks for itself, and finds out what is wrong with the position. */
function countable(commit: bigint | undefined): Position | undefined {
  return commit !== undefined && commit <= Number.MAX_SAFE_INTEGER ? position(Number(commit)) : undefined
}

import { type KnownIds, knownIds } from './known-ids.ts'

/** What a process knows of a stream. */
export interface KnownStream {
  readonly ids: KnownIds
  /** Whether its metadata has been looked at, and its end was seen. */
  checked: boolean
}

/** What a process knows of the streams of a server, within a bound. */
export interface KnownStreams {
  get(stream: string): KnownStream | undefined
  /** Begins to know a stream from its first event on. */
  begin(stream: string): KnownStream
  /** Takes an event into account that follows on what is known of its stream; ignores any other. */
  note(event: { readonly stream: string; readonly revision: number; readonly id: string }): void
  forget(stream: string): void
  /** How many events are known. */
  readonly events: number
}

/** A stream takes as much room as so many events, also one that does not exist. */
export const STREAM_WEIGHT = 50

/** Makes an empty memory with room for so many events; the streams used longest ago are forgotten first. */
export function knownStreams(room: number): KnownStreams {
  // In order of use: a map keeps the order in which keys were set.
  const streams = new Map<string, KnownStream>()
  let events = 0

  const forget = (stream: string) => {
    events -= streams.get(stream)?.ids.count ?? 0
    streams.delete(stream)
  }
  const isFull = () => events + streams.size * STREAM_WEIGHT > room
  const makeRoom = () => {
    for (const stream of streams.keys()) {
      // A single stream for which there is no room stays: without it nothing could be decided.
      if (!isFull() || streams.size === 1) return
      forget(stream)
    }
  }
  const begin = (stream: string) => {
    forget(stream)
    const known: KnownStream = { ids: knownIds(), checked: false }
    streams.set(stream, known)
    if (isFull()) makeRoom()
    return known
  }

  return {
    get(stream) {
      const known = streams.get(stream)
      if (known === undefined) return undefined
      streams.delete(stream)
      streams.set(stream, known)
      return known
    },
    begin,
    note({ stream, revision, id }) {
      const known = streams.get(stream) ?? (revision === 0 ? begin(stream) : undefined)
      if (known?.ids.count !== revision) return
      known.ids.add(id)
      events++
      if (isFull()) makeRoom()
    },
    forget,
    get events() {
      return events
    },
  }
}

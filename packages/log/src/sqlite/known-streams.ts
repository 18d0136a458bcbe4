import type { Connection } from './connection.ts'
import { type StreamRow, streamNamed } from './streams.ts'

/** So many streams and types are remembered; then the memory starts anew. */
const MOST = 100_000

/** Rows of streams and types that one connection has met, as long as no other connection writes. */
export interface KnownStreams {
  /** To be called inside a transaction, before anything else: whether others have written shows only there. */
  begin(): void
  /** The row of a stream; undefined when it does not exist. */
  stream(name: string): StreamRow | undefined
  note(name: string, row: StreamRow): void
  /** The key of a type, made when it is new. */
  type(name: string): number
  /** What was noted was taken back. */
  forget(): void
}

/** Remembers rows of a connection, which spares a long import two questions for each stream of each batch. */
export function knownStreams(connection: Connection): KnownStreams {
  const { prepare } = connection
  const streams = new Map<string, StreamRow>()
  const types = new Map<string, number>()
  let version: number | undefined

  const forget = () => {
    streams.clear()
    types.clear()
  }

  return {
    begin() {
      // It changes with every commit of another connection, of this process or another.
      const [now] = prepare<[number]>('PRAGMA data_version').get() ?? [0]
      if (now !== version || streams.size + types.size > MOST) forget()
      version = now
    },
    stream(name) {
      const known = streams.get(name)
      if (known !== undefined) return known
      const row = streamNamed(connection, name)
      if (row !== undefined) streams.set(name, row)
      return row
    },
    note(name, row) {
      streams.set(name, row)
    },
    type(name) {
      const known = types.get(name)
      if (known !== undefined) return known
      const row =
        prepare<[number]>('SELECT key FROM types WHERE name = ?').get(name) ??
        prepare<[number]>('INSERT INTO types VALUES (NULL, ?) RETURNING key').get(name)
      const key = row?.[0] ?? 0
      types.set(name, key)
      return key
    },
    forget,
  }
}

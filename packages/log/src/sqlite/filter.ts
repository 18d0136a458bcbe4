import type { EventFilter } from '../event-log.ts'
import { passesAll } from '../read-rules.ts'
import type { Input } from './driver.ts'

/** A condition and what goes into it, in order. */
export interface Condition {
  readonly sql: string
  readonly inputs: readonly Input[]
  /** Whether it asks about the stream, which then is to be looked up for each event. */
  readonly asksStream: boolean
}

/** Asks nothing. */
export const everyEvent: Condition = { sql: 'TRUE', inputs: [], asksStream: false }

/** What a filter asks of an event `e` and its stream `s`. */
export function eventCondition(filter: EventFilter): Condition {
  const prefixes = streamCondition(filter)
  if (filter.types === undefined) return prefixes
  return {
    sql: `${prefixes.sql} AND e.type IN (SELECT key FROM types WHERE name IN (SELECT value FROM json_each(?)))`,
    inputs: [...prefixes.inputs, JSON.stringify(filter.types)],
    asksStream: prefixes.asksStream,
  }
}

/** So many ranges are written out; SQLite takes no expression that is much longer. */
const MOST_WRITTEN_OUT = 100

/** What a filter asks of a stream `s`: its name lies in one of some ranges of the index of names. */
export function streamCondition({ streamPrefixes }: EventFilter): Condition {
  if (streamPrefixes === undefined || passesAll({ streamPrefixes })) return everyEvent
  if (streamPrefixes.length > MOST_WRITTEN_OUT) return inOneOf(streamPrefixes)
  const ranges = streamPrefixes.map(nameRange)
  return {
    sql: ranges.length === 0 ? 'FALSE' : `(${ranges.map(({ sql }) => sql).join(' OR ')})`,
    inputs: ranges.flatMap(({ inputs }) => inputs),
    asksStream: ranges.length > 0,
  }
}

/** Names with a prefix are a range, whatever `_` or `%` stand in it, because SQLite compares text by code points. */
function nameRange(prefix: string): Pick<Condition, 'sql' | 'inputs'> {
  const end = afterPrefix(prefix)
  if (end === undefined) return { sql: 's.name >= ?', inputs: [prefix] }
  return { sql: '(s.name >= ? AND s.name < ?)', inputs: [prefix, end] }
}

/** Looks the streams up first, range by range. A range without end ends with bytes, which SQLite puts after every text. */
function inOneOf(prefixes: readonly string[]): Condition {
  const ranges = prefixes.map((prefix) => [prefix, afterPrefix(prefix) ?? null])
  return {
    sql: `s.key IN (
      SELECT named.key FROM json_each(?) AS range CROSS JOIN streams named
      ON named.name >= range.value ->> 0 AND named.name < coalesce(range.value ->> 1, x''))`,
    inputs: [JSON.stringify(ranges)],
    asksStream: true,
  }
}

/** The least text greater than every text with this prefix; undefined when there is none. */
export function afterPrefix(prefix: string): string | undefined {
  const points = Array.from(prefix, (character) => character.codePointAt(0) ?? 0)
  while (points.length > 0) {
    const last = points.pop() ?? 0
    if (last === 0x10ffff) continue
    // The code points of surrogates are no characters: after U+D7FF comes U+E000.
    return String.fromCodePoint(...points, last === 0xd7ff ? 0xe000 : last + 1)
  }
  return undefined
}

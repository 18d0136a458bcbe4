import { type EventLog, position } from '@tidemark/log'

/** A part of the log: after a position, exclusive, through a position, inclusive. */
export interface Stretch {
  readonly after: number
  readonly through: number
}

/** The items something was recorded of within a part of the log, by the names of their streams alone. */
export async function itemsRecordedIn(
  log: EventLog,
  prefix: string,
  { after, through }: Stretch,
): Promise<ReadonlySet<string>> {
  const streams = `${prefix}item-`
  const found = new Set<string>()
  const chunks = log.readAll({
    after: position(after),
    through: position(through),
    streamPrefixes: [streams],
  })
  for await (const chunk of chunks) for (const { stream } of chunk) found.add(stream.slice(streams.length))
  return new Set([...found].flatMap(decoded))
}

/** A stream that somebody else has put there is none of an item. */
function decoded(text: string): readonly string[] {
  try {
    return [decodeURIComponent(text)]
  } catch {
    return []
  }
}

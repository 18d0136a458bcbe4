import { type EventLog, type FileEvent, fileOf, type Position, type ReadFileOptions } from '@tidemark/log'

/** So many events are worth being folded as soon as they are read. */
export const WORTH_SETTLING = 20_000
/** So many events are taken in at once. */
const PIECE = 128

/** The events of a workspace after a position and through another. They are decoded here: a log in a file need not parse them before. */
export function eventsBetween(
  log: EventLog,
  prefix: string,
  { after, through }: { readonly after: Position; readonly through: Position },
  signal: AbortSignal | undefined,
): AsyncIterable<readonly FileEvent[]> {
  const range: ReadFileOptions = {
    after,
    through,
    streamPrefixes: [prefix],
    unread: fileOf(log) !== undefined,
    signal,
  }
  return log.readAll(range)
}

/** A chunk in small pieces, each of which is taken in at once. */
export function* piecesOf(chunk: readonly FileEvent[]): Generator<readonly FileEvent[], void> {
  for (let from = 0; from < chunk.length; from += PIECE) yield chunk.slice(from, from + PIECE)
}

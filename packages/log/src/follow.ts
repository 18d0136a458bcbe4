import {
  type CaughtUp,
  type FollowOptions,
  type Position,
  type ReadAllOptions,
  type RecordedEvent,
  START,
} from './event-log.ts'

/** What a log must offer so that it can be followed. */
export interface Followable {
  head(): Promise<Position>
  readAll(options: ReadAllOptions): AsyncIterable<readonly RecordedEvent[]>
  /** Resolves when the head may have moved on from the position given, at once when it has. */
  changed(since: Position, signal: AbortSignal | undefined): Promise<void>
}

/**
 * Catches up, then stays at the head: reads whatever lies between the place reached and the head, over and over.
 * There is no separate live path, so no event can fall between the two, and a slow consumer just reads larger pieces.
 */
export async function* followLog(
  log: Followable,
  options: FollowOptions,
): AsyncGenerator<readonly RecordedEvent[] | CaughtUp, never> {
  const { after = START, signal } = options
  let reached = after
  let marked: Position | undefined
  while (true) {
    signal?.throwIfAborted()
    const head = await log.head()
    if (head !== reached) {
      yield* log.readAll({ ...options, after: reached, through: head })
      reached = head
    }
    if (marked !== reached) {
      marked = reached
      yield { caughtUp: reached }
    }
    await log.changed(reached, signal)
  }
}

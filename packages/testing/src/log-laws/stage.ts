import type { EventFilter, EventLog, Position } from '@tidemark/log'
import type { OpenedLog } from '../log-conformance/promise.ts'
import type { Follower } from './follower.ts'
import type { Known, LogModel } from './model.ts'
import { STREAMS } from './step.ts'

/** A log with the model it is held against. */
export interface Stage {
  readonly opened: OpenedLog
  readonly model: LogModel
  log: EventLog
  /** Starts the name of every stream: the log may be shared. */
  readonly prefix: string
  /** The head before anything was written. */
  readonly start: Position
  follower: Follower | null
  /** How many events have been made up. */
  made: number
}

/** The name of a stream in this log. */
export function streamName({ prefix }: Stage, stream: number): string {
  return `${prefix}item-${STREAMS[stream] ?? STREAMS[0]}`
}

/** Where appends end, each once. */
export function appendEnds({ model }: Stage): readonly Position[] {
  return [...new Set(model.events.map(({ position }) => position))]
}

/** All that this case wrote, or one of its streams. */
export function filterOf(stage: Stage, only: number | null): EventFilter {
  return { streamPrefixes: [only === null ? stage.prefix : streamName(stage, only)] }
}

/** What tells an event from all others. */
export function mark({ stream, revision, id }: { stream: string; revision: number; id: string }): string {
  return `${stream}@${revision} ${id}`
}

/** What a reader should get of these. */
export function marked(
  events: readonly Known[],
  backwards: boolean,
  limit: number | null,
): readonly string[] {
  const ordered = backwards ? events.toReversed() : events
  return ordered.slice(0, limit ?? events.length).map(mark)
}

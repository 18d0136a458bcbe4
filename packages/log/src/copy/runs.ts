import type { StreamAppend } from '../event-log.ts'
import type { Rewritten } from './rewrite.ts'

/** An append of events that follow one another in a stream. */
export interface Run extends StreamAppend {
  readonly expectedRevision: number
  readonly events: readonly Rewritten['event'][]
}

/** The appends that write these events in their order: one for each run of events of the same stream. */
export function runsOf(events: readonly Rewritten[]): Run[] {
  const runs: { stream: string; expectedRevision: number; events: Rewritten['event'][] }[] = []
  for (const { stream, revision, event } of events) {
    const last = runs.at(-1)
    if (last?.stream === stream) last.events.push(event)
    else runs.push({ stream, expectedRevision: revision - 1, events: [event] })
  }
  return runs
}

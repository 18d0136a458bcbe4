import type { EventLog } from '../event-log.ts'
import type { Run } from './runs.ts'

/**
 * What an event is called in a copy whose id its stream has already. No log of ours records an id twice, but others may write
 * to a server as well: what they wrote is an anomaly there, and must be one in the copy too.
 */
export function idAgain(id: string, revision: number): string {
  return `${id} again, at revision ${revision}`
}

/** The runs with other names for ids that come again in their streams; undefined when none does. */
export async function withOtherIds(to: EventLog, runs: readonly Run[]): Promise<Run[] | undefined> {
  const known = new Map<string, Set<string>>()
  const renamed: Run[] = []
  let changed = false
  for (const run of runs) {
    const { stream, expectedRevision, events } = run
    const ids = known.get(stream) ?? new Set<string>()
    known.set(stream, ids)
    const ofRun = events.map(({ id }) => id)
    for (const { id, revision } of await to.find(stream, ofRun)) {
      // What stands further on may be this very run, written by a copy at the same time.
      if (revision <= expectedRevision) ids.add(id)
    }
    const other = events.map((event, index) => {
      const again = ids.has(event.id)
      ids.add(event.id)
      changed ||= again
      return again ? { ...event, id: idAgain(event.id, expectedRevision + 1 + index) } : event
    })
    renamed.push({ ...run, events: other })
  }
  return changed ? renamed : undefined
}

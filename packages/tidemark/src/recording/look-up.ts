import { type EventLog, NO_STREAM } from '@tidemark/log'
import type { DraftEvent } from './draft.ts'
import { type Named, namedBy } from './refusals.ts'
import type { StreamEnds } from './stream-ends.ts'

/**
 * How the log is asked before a batch is appended: carefully, for every id; or hopefully, for named ids only, because the
 * log itself refuses an id it has, and then there is still time to look carefully.
 */
export type Look = 'carefully' | 'hopefully'

/** Events by stream and id. */
export type Known = Map<string, Map<string, Named>>

/** What the log says of a batch's streams, each at a revision that its append must still find. */
export interface LookedUp {
  readonly revisions: ReadonlyMap<string, number>
  readonly known: Known
}

/** Asks the log for the streams of a batch, and for the events its drafts repeat or name. */
export async function lookUp(
  log: EventLog,
  drafts: readonly DraftEvent[],
  look: Look,
  ends: StreamEnds,
): Promise<LookedUp> {
  const revisions = new Map<string, number>()
  const known: Known = new Map()
  for (const { stream } of drafts) {
    if (revisions.has(stream)) continue
    const guess = look === 'hopefully' ? ends.guess(stream) : undefined
    revisions.set(stream, guess ?? (await log.revision(stream)))
    known.set(stream, new Map())
  }
  for (const [stream, ids] of wantedIds(drafts, look)) {
    if ((revisions.get(stream) ?? NO_STREAM) === NO_STREAM) continue
    const found = await log.find(stream, [...ids])
    known.set(stream, new Map(found.map((event) => [event.id, { recorded: event }])))
  }
  return { revisions, known }
}

function wantedIds(drafts: readonly DraftEvent[], look: Look): ReadonlyMap<string, ReadonlySet<string>> {
  const wanted = new Map<string, Set<string>>()
  for (const { stream, event } of drafts) {
    const named = namedBy(event)
    if (look === 'hopefully' && named === null) continue
    const ids = wanted.get(stream) ?? new Set()
    wanted.set(stream, ids)
    if (look === 'carefully') ids.add(event.id)
    if (named !== null) ids.add(named)
  }
  return wanted
}

import { type EventLog, NO_STREAM } from '@tidemark/log'
import type { DraftEvent } from './draft.ts'
import { type Named, namedByDraft } from './refusals.ts'
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
  const known: Known = new Map()
  for (const { stream } of drafts) if (!known.has(stream)) known.set(stream, new Map())
  const revisions = await revisionsOf(log, known.keys(), look === 'hopefully' ? ends : undefined)
  await sideBySide([...wantedIds(drafts, look)], async ([stream, ids]) => {
    if ((revisions.get(stream) ?? NO_STREAM) === NO_STREAM) return
    const found = await log.find(stream, [...ids])
    known.set(stream, new Map(found.map((event) => [event.id, { recorded: event }])))
  })
  return { revisions, known }
}

/** Where streams end: as they were left last, as far as that is remembered, and as the log says. */
export async function revisionsOf(
  log: EventLog,
  streams: Iterable<string>,
  ends: StreamEnds | undefined,
): Promise<ReadonlyMap<string, number>> {
  const revisions = new Map<string, number>()
  const unknown: string[] = []
  for (const stream of streams) {
    const guess = ends?.guess(stream)
    if (guess === undefined) unknown.push(stream)
    else revisions.set(stream, guess)
  }
  await sideBySide(unknown, async (stream) => {
    revisions.set(stream, await log.revision(stream))
  })
  return revisions
}

/** So many questions to a log are under way at a time: over a network, one after the other would take too long. */
const AT_A_TIME = 32

async function sideBySide<T>(values: readonly T[], ask: (value: T) => Promise<void>): Promise<void> {
  for (let from = 0; from < values.length; from += AT_A_TIME) {
    await Promise.all(values.slice(from, from + AT_A_TIME).map(ask))
  }
}

function wantedIds(drafts: readonly DraftEvent[], look: Look): ReadonlyMap<string, ReadonlySet<string>> {
  const wanted = new Map<string, Set<string>>()
  for (const draft of drafts) {
    const { id, stream } = draft
    const named = namedByDraft(draft)
    if (look === 'hopefully' && named === null) continue
    const ids = wanted.get(stream) ?? new Set()
    wanted.set(stream, ids)
    if (look === 'carefully') ids.add(id)
    if (named !== null) ids.add(named)
  }
  return wanted
}

import type { RecordedEvent } from '@tidemark/log'
import type { Connection } from './connection.ts'
import type { KnownStream } from './known-streams.ts'
import type { Limit } from './limit.ts'
import { readPart } from './stream-state.ts'

/** Events so close to one another are read in one go. */
const NEAR = 32

/** The events of a stream that have these ids, by id: looked up in what is known of it, then read. */
export async function eventsById(
  connection: Connection,
  stream: string,
  known: KnownStream,
  ids: readonly string[],
  limit: Limit,
): Promise<Map<string, RecordedEvent>> {
  const wanted = new Set(ids)
  const revisions = [...wanted].flatMap((id) => known.ids.candidates(id)).sort((a, b) => a - b)
  const found = new Map<string, RecordedEvent>()
  for (const { from, to } of runsOf(revisions)) {
    const part = { from, to, backwards: false, most: Number.POSITIVE_INFINITY }
    for (const event of await readPart(connection, stream, part, limit)) {
      if (wanted.has(event.id) && !found.has(event.id)) found.set(event.id, event)
    }
  }
  return found
}

function runsOf(revisions: readonly number[]): { readonly from: number; to: number }[] {
  const runs: { readonly from: number; to: number }[] = []
  for (const revision of revisions) {
    const last = runs.at(-1)
    if (last !== undefined && revision - last.to <= NEAR) last.to = revision
    else runs.push({ from: revision, to: revision })
  }
  return runs
}

import type { RecordedEvent } from '../event-log.ts'
import type { Cursor } from './cursor.ts'
import { idAgain } from './repeated-ids.ts'
import type { Rewriter, Rewritten } from './rewrite.ts'

/** How far two logs say the same. */
export interface Agreement {
  readonly events: number
  /** The last event in which they agree, as either log has it; null when there is none. */
  readonly last: { readonly from: RecordedEvent; readonly to: RecordedEvent } | null
  /** Where they first disagree, in words; undefined when the second is the beginning of the first. */
  readonly difference: string | undefined
}

/** Reads two logs side by side, and says how far the second one is what a copy of the first would be. */
export async function compare(
  from: Cursor<RecordedEvent>,
  to: Cursor<RecordedEvent>,
  rewriter: Rewriter,
  onEvents: (count: number) => void,
): Promise<Agreement> {
  let events = 0
  let last: Agreement['last'] = null
  while (true) {
    const theirs = await to.some()
    if (theirs.length === 0) return { events, last, difference: undefined }
    const ours = await from.some()
    const count = Math.max(1, Math.min(ours.length, theirs.length))
    for (const [index, there] of theirs.slice(0, count).entries()) {
      const event = ours[index]
      const difference = differenceOf(event && rewriter.rewrite(event), there)
      if (event === undefined || difference !== undefined) return { events, last, difference }
      events++
      last = { from: event, to: there }
    }
    from.skip(count)
    to.skip(count)
    onEvents(count)
  }
}

function differenceOf(wanted: Rewritten | undefined, there: RecordedEvent): string | undefined {
  if (wanted === undefined) return `${there.stream}@${there.revision} is not in the source`
  const { event, stream, revision, recordedAt } = wanted
  const place = `${stream}@${revision} (event ${event.id})`
  if (there.stream !== stream || there.revision !== revision) {
    return `${there.stream}@${there.revision} stands where ${place} should`
  }
  if (there.id !== event.id && there.id !== idAgain(event.id, revision))
    return `${place} has the id ${there.id}`
  if (there.type !== event.type) return `${place} has the type ${there.type}`
  if (there.recordedAt !== recordedAt) return `${place} has another time of recording`
  if (!sameJson(there.data, event.data)) return `${place} has other data`
  return sameJson(there.metadata, event.metadata) ? undefined : `${place} has other metadata`
}

/** A log gives JSON back as it was written, the order of its keys too. */
function sameJson(one: object | null, other: object): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

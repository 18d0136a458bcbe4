import type { NewEvent, RecordedEvent } from '../event-log.ts'
import type { JsonObject } from '../json.ts'
import { originalRecordedAt } from '../recorded-at.ts'

/** An event as it has to stand in the target of a copy. */
export interface Rewritten {
  readonly stream: string
  readonly revision: number
  /** In milliseconds since 1970 UTC. */
  readonly recordedAt: number
  readonly event: NewEvent & { readonly metadata: JsonObject }
}

/** Rewrites the events of a log one after the other, in their order. */
export interface Rewriter {
  rewrite(event: RecordedEvent): Rewritten
  /** Another rewriter that goes on from here. */
  branch(): Rewriter
}

/**
 * Makes the one rule of copying: everything stays but the beginning of the stream's name, and the time of recording is written
 * into the metadata.
 *
 * Times never decrease in a copy. In a log that several hosts write to, with clocks that differ by some milliseconds, an
 * event may say that it was recorded before the one it follows; it is read as recorded at the same time, and so it is copied.
 * What is no JSON object comes as `{ unreadable: text }`: readers leave it aside in both logs, and no revision is missing.
 */
export function rewriter(
  prefix: string,
  toPrefix: string,
  since: number = Number.NEGATIVE_INFINITY,
): Rewriter {
  let last = since
  return {
    rewrite({ stream, revision, recordedAt, id, type, data, metadata, rawData }) {
      last = Math.max(last, recordedAt)
      return {
        stream: toPrefix + stream.slice(prefix.length),
        revision,
        recordedAt: last,
        event: {
          id,
          type,
          data: data ?? { unreadable: rawData ?? '' },
          metadata: says(metadata, id, last)
            ? metadata
            : { ...metadata, recordedAt: new Date(last).toISOString() },
        },
      }
    },
    branch: () => rewriter(prefix, toPrefix, last),
  }
}

/** Whether metadata already carries this time of recording, in whatever notation. */
function says(metadata: JsonObject, id: string, recordedAt: number): boolean {
  try {
    return originalRecordedAt(metadata, id) === recordedAt
  } catch {
    return false
  }
}

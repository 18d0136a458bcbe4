import { TimelineError } from '../errors.ts'
import type { Place } from '../records/table.ts'
import type { Shelf } from '../slices/slices.ts'
import { checksum } from './checksum.ts'
import type { TimelineCache } from './port.ts'
import { decodeFacts, decodeJournal, decodeKeyframe, decodeVersions } from './slice-blobs.ts'

/** Reads a blob and checks it. Throws TimelineError `CACHE_DAMAGED`. */
export function readBlob(
  cache: TimelineCache,
  checksums: ReadonlyMap<string, string>,
  blob: string,
): Uint8Array<ArrayBuffer> {
  const bytes = readOrNothing(cache, blob)
  if (bytes === undefined || checksum(bytes) !== checksums.get(blob))
    throw new TimelineError('CACHE_DAMAGED', blob)
  // Of an ArrayBuffer always: no cache shares memory between threads.
  return bytes as Uint8Array<ArrayBuffer>
}

/** A cache that cannot be read is as good as one that is damaged. */
function readOrNothing(cache: TimelineCache, blob: string): Uint8Array | undefined {
  try {
    return cache.read(blob)
  } catch (error) {
    throw new TimelineError('CACHE_DAMAGED', `${blob} (${error instanceof Error ? error.message : error})`)
  }
}

/** The slices of a kept timeline. */
export function shelfOf(
  cache: TimelineCache,
  checksums: ReadonlyMap<string, string>,
  kinds: readonly { readonly places: readonly Place[] }[],
): Shelf {
  const shelf: Shelf = {
    damaged: false,
    facts: (blob) => decodeFacts(checked(blob)),
    journal: (blob) => decodeJournal(checked(blob)),
    versions: (blob) => decodeVersions(checked(blob), kinds),
    keyframe: (blob) => decodeKeyframe(checked(blob), kinds),
  }
  const checked = (blob: string): Uint8Array<ArrayBuffer> => {
    try {
      return readBlob(cache, checksums, blob)
    } catch (error) {
      shelf.damaged = true
      throw error
    }
  }
  return shelf
}

import type { Kinds, Typed } from '@tidemark/projection'
import { atOnce } from '../at-once.ts'
import type { Engine } from '../engine.ts'
import { settling } from '../folding/settle.ts'
import { byteWriter, written } from '../pack/bytes.ts'
import { isPlainData, writeValue } from '../pack/value.ts'
import type { Versions } from '../records/kind-versions.ts'
import { consolidating, makingKeyframes } from '../slices/keyframes.ts'
import { packingSlice } from '../slices/segments.ts'
import { journalOf, packedRows, type Slice, tablesOf, versionsOf } from '../slices/slices.ts'
import { fillingVersions, type Walk } from '../versions/span.ts'
import { checksum } from './checksum.ts'
import { encodingDictionary } from './dictionary-blob.ts'
import {
  encodeManifest,
  isKeepable,
  MANIFEST,
  type Manifest,
  type ManifestSlice,
  makerOf,
} from './manifest.ts'
import type { TimelineCache } from './port.ts'
import { shelfOf } from './shelf.ts'
import { encodeFacts, encodeJournal, encodeKeyframe, encodeVersions } from './slice-blobs.ts'

/** What a caller keeps beside a timeline, to have it back as of the same position. */
export interface Companion {
  /** Plain data: text, numbers, bigints, booleans, lists and plain objects of these. */
  readonly data: unknown
  /** Larger things by name, which are read back one by one. Bytes that are the same object as last time are not written again. */
  readonly blobs?: ReadonlyMap<string, Uint8Array | typeof AS_BEFORE>
}

/** Stands for bytes of the last save, so that they need not be read to be kept. */
export const AS_BEFORE = 'as before'

/** Which blobs of which cache an engine's own things are in. */
export interface Saved {
  readonly cache: TimelineCache
  readonly checksums: ReadonlyMap<string, string>
  readonly companionBlobs: { get(name: string): KeptBytes | undefined }
}

/** Bytes of the caller's, and the blob they are in. */
interface KeptBytes {
  /** `undefined` while nobody asked for them. */
  readonly bytes: Uint8Array | undefined
  readonly blob: string
}

/** Bytes written at once, so that a first save does not hold everything twice. */
const BATCH_BYTES = 16 * 1024 * 1024

/** See {@link savingTimeline}. */
export function saveTimeline<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  cache: TimelineCache,
  companion: Companion,
): boolean {
  return atOnce(savingTimeline(engine, cache, companion))
}

/**
 * Keeps all an engine holds in a cache. What did not change since the last save is not written again, and a process
 * that dies in the middle leaves the last save as it was.
 *
 * `false` when there are facts, or data of the caller's, that cannot be written: nothing is kept then. Nothing may be
 * added to the engine between two steps.
 */
export function* savingTimeline<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  cache: TimelineCache,
  companion: Companion,
): Generator<void, boolean> {
  yield* settling(engine)
  const { slices } = engine
  for (const slice of slices.list) {
    yield* packingSlice(slices, slice)
    yield
  }
  yield* consolidating(engine, 0)
  yield* makingKeyframes(engine, 'all')
  const isKept =
    slices.list.every(({ arrivals, loose }) => arrivals.count === 0 && loose.size === 0) &&
    engine.dictionary.oddValues.length === 0
  if (!isKept || !engine.commonSources.every(isPlainData) || !isKeepable(companion.data)) return false
  const before = engine.saved?.cache === cache ? engine.saved : nothingSaved(cache)
  const keep = keeper(cache, before)
  const parts: ManifestSlice[] = []
  const walk: Walk = { state: undefined, at: -1 }
  for (const [index, slice] of slices.list.entries()) {
    const isAtHand = slice.versions !== undefined
    yield* fillingVersions(engine, index, index, walk)
    parts.push(keepSlice(engine, slice, index, keep, before))
    // All of them take more memory than everything else.
    if (!isAtHand) slice.versions = undefined
    yield
  }
  const companionBlobs = keepCompanion(companion, keep, before)
  const dictionary = keep.put('dictionary', yield* encodingDictionary(engine))
  yield
  const common = keep.put('common', encodeCommon(engine))
  yield
  const manifest: Manifest = {
    made: makerOf(engine.projection),
    head: engine.head,
    slices: parts,
    dictionary,
    common,
    companion: companion.data,
    companionBlobs: [...companionBlobs].map(([name, { blob }]) => [name, blob]),
    checksums: [...keep.checksums],
  }
  keep.finish(encodeManifest(manifest))
  parts.forEach((part, index) => {
    const slice = slices.list[index]
    if (slice === undefined) return
    slice.factsBlob = part.facts
    slice.journalBlob = part.journal
    slice.versionsBlob = part.versions ?? undefined
    if (slice.keyframe !== undefined && part.keyframe !== null) slice.keyframe.blob = part.keyframe
  })
  engine.saved = { cache, checksums: keep.checksums, companionBlobs }
  slices.shelf = shelfOf(cache, keep.checksums, engine.dictionary.kinds)
  return true
}

function nothingSaved(cache: TimelineCache): Saved {
  return { cache, checksums: new Map(), companionBlobs: new Map() }
}

/** A number that no blob there has in its name, whoever wrote it. */
function newGeneration(cache: TimelineCache): number {
  const numbers = cache.names().map((name) => Number(name.split('.').at(-1)))
  return 1 + numbers.reduce((highest, n) => (Number.isSafeInteger(n) ? Math.max(highest, n) : highest), 0)
}

/** Puts blobs into a cache under new names, a batch at a time; the manifest comes last and makes them count. */
interface Keeper {
  /** Of all blobs that the manifest is to refer to. */
  readonly checksums: Map<string, string>
  /** Takes up a new blob; the name it got. */
  put(what: string, bytes: Uint8Array): string
  /** Takes over a blob of the last save. */
  keep(blob: string): string
  finish(manifest: Uint8Array): void
}

function keeper(cache: TimelineCache, before: Saved): Keeper {
  const generation = newGeneration(cache)
  const checksums = new Map<string, string>()
  let waiting = new Map<string, Uint8Array>()
  let bytesWaiting = 0
  return {
    checksums,
    put: (what, bytes) => {
      const blob = `${what}.${generation}`
      checksums.set(blob, checksum(bytes))
      waiting.set(blob, bytes)
      bytesWaiting += bytes.length
      if (bytesWaiting > BATCH_BYTES) {
        cache.write({ put: waiting, remove: [] })
        waiting = new Map()
        bytesWaiting = 0
      }
      return blob
    },
    keep: (blob) => {
      checksums.set(blob, before.checksums.get(blob) ?? '')
      return blob
    },
    finish: (manifest) => {
      waiting.set(MANIFEST, manifest)
      const remove = cache.names().filter((name) => name !== MANIFEST && !checksums.has(name))
      cache.write({ put: waiting, remove })
    },
  }
}

function keepSlice<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  { slices }: Engine<Source, Fact, Common, K, Effect>,
  slice: Slice<Source, Fact>,
  index: number,
  keep: Keeper,
  before: Saved,
): ManifestSlice {
  const { start, rows, lastPosition, lastOccurred, factsBlob, journalBlob, versionsBlob, keyframe } = slice
  const isThere = (blob: string | undefined): blob is string =>
    blob !== undefined && before.checksums.has(blob)
  const facts = isThere(factsBlob)
    ? keep.keep(factsBlob)
    : keep.put(`facts/${index}`, encodeFacts(packedRows(slices, slice)))
  const journal = isThere(journalBlob)
    ? keep.keep(journalBlob)
    : keep.put(`journal/${index}`, encodeJournal(journalOf(slices, slice)))
  const versions = isThere(versionsBlob)
    ? keep.keep(versionsBlob)
    : putVersions(versionsOf(slices, slice), index, keep)
  const state =
    keyframe === undefined
      ? null
      : isThere(keyframe.blob)
        ? keep.keep(keyframe.blob)
        : keep.put(`keyframe/${index}`, encodeKeyframe(tablesOf(slices, slice, keyframe)))
  return { start, rows, lastPosition, lastOccurred, facts, journal, versions, keyframe: state }
}

function putVersions(versions: Versions | undefined, index: number, keep: Keeper): string | null {
  return versions === undefined ? null : keep.put(`versions/${index}`, encodeVersions(versions))
}

function keepCompanion(companion: Companion, keep: Keeper, before: Saved): Map<string, KeptBytes> {
  const kept = new Map<string, KeptBytes>()
  for (const [name, bytes] of companion.blobs ?? []) {
    const known = before.companionBlobs.get(name)
    const isKnown = known !== undefined && (bytes === AS_BEFORE || known.bytes === bytes)
    if (isKnown) kept.set(name, { bytes: known.bytes, blob: keep.keep(known.blob) })
    else if (bytes !== AS_BEFORE) kept.set(name, { bytes, blob: keep.put(`companion/${name}`, bytes) })
  }
  return kept
}

function encodeCommon<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>({
  commonSources,
  days,
}: Engine<Source, Fact, Common, K, Effect>): Uint8Array<ArrayBuffer> {
  const writer = byteWriter()
  writeValue(writer, commonSources)
  writeValue(writer, [...days])
  return written(writer)
}

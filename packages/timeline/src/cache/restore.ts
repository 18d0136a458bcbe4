import type { Kinds, Projection, Typed } from '@tidemark/projection'
import { createEngine, type Engine, type TimelineOptions, takeCommon } from '../engine.ts'
import { byteReader } from '../pack/bytes.ts'
import { readValue } from '../pack/value.ts'
import { createSlice, type Slice } from '../slices/slices.ts'
import { decodeDictionary } from './dictionary-blob.ts'
import { decodeManifest, MANIFEST, type Manifest, makerOf } from './manifest.ts'
import type { TimelineCache } from './port.ts'
import { readBlob, shelfOf } from './shelf.ts'

/** A timeline as it was saved, and what was kept beside it. */
export interface RestoredEngine<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect> {
  readonly engine: Engine<Source, Fact, Common, K, Effect>
  readonly companion: RestoredCompanion
  /**
   * Reads and checks blob by blob what still counts of it; throws TimelineError `CACHE_DAMAGED` at the first that is not what
   * was written.
   */
  readonly check: () => Generator<void, void>
}

/** What was kept beside a timeline. */
export interface RestoredCompanion {
  readonly data: unknown
  /** The bytes of a name; empty when there were none. Throws TimelineError `CACHE_DAMAGED`. */
  readonly blob: (name: string) => Uint8Array
}

/** The engine that was saved last; `undefined` when there is none, it is another projection's, or it is damaged. */
export function restoreEngine<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  projection: Projection<Source, Fact, Common, K, Effect>,
  cache: TimelineCache,
  options: TimelineOptions,
): RestoredEngine<Source, Fact, Common, K, Effect> | undefined {
  try {
    const blob = cache.read(MANIFEST)
    const manifest = blob && decodeManifest(blob)
    if (manifest === undefined || manifest.made !== makerOf(projection)) return undefined
    return fill(createEngine(projection, options), cache, manifest)
  } catch {
    // Whatever it was that could not be read: it is made again.
    return undefined
  }
}

function fill<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  cache: TimelineCache,
  manifest: Manifest,
): RestoredEngine<Source, Fact, Common, K, Effect> {
  const checksums = new Map(manifest.checksums)
  const read = (blob: string) => {
    try {
      return readBlob(cache, checksums, blob)
    } catch (error) {
      if (engine.slices.shelf !== undefined) engine.slices.shelf.damaged = true
      throw error
    }
  }
  restoreCommon(engine, read(manifest.common))
  decodeDictionary(read(manifest.dictionary), engine)
  const { slices } = engine
  slices.list.splice(0, 1, ...manifest.slices.map((slice) => unloaded<Source, Fact>(slice)))
  slices.shelf = shelfOf(cache, checksums, engine.dictionary.kinds)
  engine.head = manifest.head
  const companionBlobs = new Map(manifest.companionBlobs.map(([name, blob]) => [name, blob]))
  const given = new Map<string, Uint8Array>()
  const named = (name: string) => {
    const blob = companionBlobs.get(name)
    const bytes = given.get(name) ?? (blob === undefined ? new Uint8Array(0) : read(blob))
    given.set(name, bytes)
    return bytes
  }
  engine.saved = {
    cache,
    checksums,
    companionBlobs: {
      get: (name) => {
        const blob = companionBlobs.get(name)
        return blob === undefined ? undefined : { bytes: given.get(name), blob }
      },
    },
  }
  return {
    engine,
    companion: { data: manifest.companion, blob: named },
    check: function* () {
      for (const blob of checksums.keys()) {
        // What was saved meanwhile has taken the place of some.
        if (engine.saved?.checksums.has(blob) === true) read(blob)
        yield
      }
    },
  }
}

function unloaded<Source extends Typed, Fact extends Typed>({
  start,
  rows,
  lastPosition,
  lastOccurred,
  facts,
  journal,
  versions,
  keyframe,
}: Manifest['slices'][number]): Slice<Source, Fact> {
  return {
    ...createSlice<Source, Fact>(start),
    packed: undefined,
    journal: undefined,
    keyframe: keyframe === null ? undefined : { tables: undefined, patches: new Map(), blob: keyframe },
    rows,
    lastPosition,
    lastOccurred,
    factsBlob: facts,
    journalBlob: journal,
    versionsBlob: versions ?? undefined,
  }
}

function restoreCommon<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  blob: Uint8Array<ArrayBuffer>,
): void {
  const reader = byteReader(blob)
  // What `save` wrote.
  const sources = readValue(reader) as readonly Source[]
  const days = readValue(reader) as readonly (readonly [number, number])[]
  takeCommon(engine, sources)
  for (const [day, count] of days) engine.days.set(day, count)
}

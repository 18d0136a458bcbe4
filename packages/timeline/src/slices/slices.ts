import type { Typed } from '@tidemark/projection'
import { type Arrivals, NO_ROOM, noArrivals, type Room } from '../facts/arrivals.ts'
import { NOTHING_PACKED, type Packed } from '../facts/packed.ts'
import type { Segment } from '../facts/segment.ts'
import type { Unit } from '../facts/unit.ts'
import type { Run } from '../journal/apply.ts'
import { NO_RUNS, type Runs, runIn, wholeRun } from '../journal/runs.ts'
import { type Codec, createCodec } from '../pack/codec.ts'
import type { Dictionary } from '../records/dictionary.ts'
import type { Versions } from '../records/kind-versions.ts'
import type { PackedTable } from '../records/packed-table.ts'

/** A span of time: what happened within it, and what that did to the records, unit by unit. */
export interface Slice<Source extends Typed, Fact extends Typed> {
  /** Its first instant; the first slice starts before everything. */
  readonly start: number
  /** All records just before it, where they are kept: views begin at the last keyframe there is. */
  keyframe: Keyframe<Source, Fact> | undefined
  /** What happened, as bytes; `undefined` while the cache alone has it. */
  packed: Packed | undefined
  /** What came since, but for units that stand in {@link loose}. */
  arrivals: Arrivals
  /** What happened to units that cannot just be added to, in place of their rows. */
  readonly loose: Map<Unit<Source, Fact>, Segment<Source, Fact>>
  /** What became of the records; `undefined` while the cache alone has it. */
  journal: Runs | undefined
  /** The same for units that were folded anew since, in place of what stands there. */
  readonly looseRuns: Map<Unit<Source, Fact>, Uint8Array<ArrayBuffer>>
  /** What records held after each change, as far as nothing stands in {@link looseRuns}; made when it was needed often. */
  versions: Versions | undefined
  /** How often the journal was read for all units since it changed. */
  reads: number
  /** About how many rows were put in or changed since packing. */
  unpacked: number
  /** How many rows there are. */
  rows: number
  /** The highest position of a row. */
  lastPosition: number
  /** When the last row occurred. */
  lastOccurred: number
  /** The blobs of the cache that hold just what is here. */
  factsBlob: string | undefined
  journalBlob: string | undefined
  versionsBlob: string | undefined
  /** When it was last needed, by the count of needs. */
  used: number
}

/** All records at the start of a slice. */
export interface Keyframe<Source extends Typed, Fact extends Typed> {
  /** `undefined` while the cache alone has them. */
  tables: readonly PackedTable[] | undefined
  /** Units that were folded anew since: their records, as entries that make them. */
  readonly patches: Map<Unit<Source, Fact>, Uint8Array<ArrayBuffer>>
  /** The blob of the cache that holds just the tables. */
  blob: string | undefined
}

/** Where slices are read from that are not in memory. */
export interface Shelf {
  /** Whether something could not be read from it. */
  damaged: boolean
  /** Throws TimelineError `CACHE_DAMAGED`. */
  readonly facts: (blob: string) => Packed
  /** Throws TimelineError `CACHE_DAMAGED`. */
  readonly journal: (blob: string) => Runs
  /** Throws TimelineError `CACHE_DAMAGED`. */
  readonly versions: (blob: string) => Versions
  /** Throws TimelineError `CACHE_DAMAGED`. */
  readonly keyframe: (blob: string) => readonly PackedTable[]
}

/** Time, cut. Where it is cut never changes an answer. */
export interface Slices<Source extends Typed, Fact extends Typed> {
  /** By start. */
  readonly list: Slice<Source, Fact>[]
  readonly codec: Codec
  shelf: Shelf | undefined
  /** How often slices were needed. */
  needs: number
  /** What comes to a slice before it is packed mostly finds room in so much. */
  room: Room
}

export function createSlices<Source extends Typed, Fact extends Typed>(
  dictionary: Dictionary,
): Slices<Source, Fact> {
  const codec = createCodec(dictionary.texts)
  return { list: [createSlice(-Infinity)], codec, shelf: undefined, needs: 0, room: NO_ROOM }
}

/** An empty slice. */
export function createSlice<Source extends Typed, Fact extends Typed>(
  start: number,
  room = NO_ROOM,
): Slice<Source, Fact> {
  return {
    start,
    keyframe: undefined,
    packed: NOTHING_PACKED,
    arrivals: noArrivals(room),
    loose: new Map(),
    journal: NO_RUNS,
    looseRuns: new Map(),
    versions: undefined,
    reads: 0,
    unpacked: 0,
    rows: 0,
    lastPosition: -1,
    lastOccurred: -Infinity,
    factsBlob: undefined,
    journalBlob: undefined,
    versionsBlob: undefined,
    used: 0,
  }
}

/** The slice an instant falls into: the last that starts at it or before. */
export function sliceAt<Source extends Typed, Fact extends Typed>(
  { list }: Slices<Source, Fact>,
  instant: number,
): number {
  let low = 0
  let high = list.length - 1
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if ((list[middle]?.start ?? Infinity) <= instant) low = middle
    else high = middle - 1
  }
  return low
}

/** The start of a slice. */
export function startOf<Source extends Typed, Fact extends Typed>(
  { list }: Slices<Source, Fact>,
  index: number,
): number {
  return list[index]?.start ?? Infinity
}

/** What happened within a slice, read from the cache if need be. Throws TimelineError `CACHE_DAMAGED`. */
export function packedRows<Source extends Typed, Fact extends Typed>(
  slices: Slices<Source, Fact>,
  slice: Slice<Source, Fact>,
): Packed {
  slice.used = ++slices.needs
  if (slice.packed === undefined && slice.factsBlob !== undefined)
    slice.packed = slices.shelf?.facts(slice.factsBlob)
  return slice.packed ?? NOTHING_PACKED
}

/** What became of the records within a slice, read from the cache if need be. Throws TimelineError `CACHE_DAMAGED`. */
export function journalOf<Source extends Typed, Fact extends Typed>(
  slices: Slices<Source, Fact>,
  slice: Slice<Source, Fact>,
): Runs {
  slice.used = ++slices.needs
  if (slice.journal === undefined && slice.journalBlob !== undefined)
    slice.journal = slices.shelf?.journal(slice.journalBlob)
  return slice.journal ?? NO_RUNS
}

/** The versions of records within a slice, where there are any, read from the cache if need be. Throws as above. */
export function versionsOf<Source extends Typed, Fact extends Typed>(
  slices: Slices<Source, Fact>,
  slice: Slice<Source, Fact>,
): Versions | undefined {
  slice.used = ++slices.needs
  if (slice.versions === undefined && slice.versionsBlob !== undefined)
    slice.versions = slices.shelf?.versions(slice.versionsBlob)
  return slice.versions
}

/** Puts a whole journal in the place of what is kept of a slice: its versions are to be made anew. */
export function setJournal<Source extends Typed, Fact extends Typed>(
  slice: Slice<Source, Fact>,
  journal: Runs,
): void {
  slice.journal = journal
  slice.journalBlob = undefined
  slice.versions = undefined
  slice.versionsBlob = undefined
  slice.reads = 0
}

/** What became of the records of a unit within a slice. Throws TimelineError `CACHE_DAMAGED`. */
export function runOf<Source extends Typed, Fact extends Typed>(
  slices: Slices<Source, Fact>,
  slice: Slice<Source, Fact>,
  unit: Unit<Source, Fact>,
): Run {
  const loose = slice.looseRuns.size === 0 ? undefined : slice.looseRuns.get(unit)
  if (loose !== undefined) return wholeRun(loose, slice.start)
  return runIn(journalOf(slices, slice), unit.index, slice.start)
}

/** Puts the run of a unit beside the journal of a slice, so that it outlasts that. */
export function keepRunBeside<Source extends Typed, Fact extends Typed>(
  slices: Slices<Source, Fact>,
  slice: Slice<Source, Fact>,
  unit: Unit<Source, Fact>,
): void {
  if (slice.looseRuns.has(unit)) return
  const { bytes, start, end } = runOf(slices, slice, unit)
  slice.looseRuns.set(unit, bytes.slice(start, end))
}

/** Puts what became of the records of a unit in place of what stood there. */
export function setRun<Source extends Typed, Fact extends Typed>(
  slices: Slices<Source, Fact>,
  slice: Slice<Source, Fact>,
  unit: Unit<Source, Fact>,
  run: Uint8Array<ArrayBuffer>,
): void {
  const before = runOf(slices, slice, unit)
  if (before.end === before.start && run.length === 0) return
  // What stands beside it is no longer all that the cache has: from now on it is kept here.
  slice.journal = journalOf(slices, slice)
  slice.journalBlob = undefined
  slice.looseRuns.set(unit, run)
  slice.reads = 0
}

/** The packed records of a keyframe, read from the cache if need be. Throws TimelineError `CACHE_DAMAGED`. */
export function tablesOf<Source extends Typed, Fact extends Typed>(
  slices: Slices<Source, Fact>,
  slice: Slice<Source, Fact>,
  keyframe: Keyframe<Source, Fact>,
): readonly PackedTable[] {
  slice.used = ++slices.needs
  if (keyframe.tables === undefined && keyframe.blob !== undefined)
    keyframe.tables = slices.shelf?.keyframe(keyframe.blob)
  return keyframe.tables ?? []
}

/** Puts the records of a unit in place of those that the keyframe of a slice, if it has one, holds of it. */
export function patchKeyframe<Source extends Typed, Fact extends Typed>(
  slices: Slices<Source, Fact>,
  slice: Slice<Source, Fact>,
  unit: Unit<Source, Fact>,
  image: Uint8Array<ArrayBuffer>,
): void {
  const { keyframe } = slice
  if (keyframe === undefined) return
  // What the cache has is no longer all there is: from now on it is kept here.
  keyframe.tables = tablesOf(slices, slice, keyframe)
  keyframe.blob = undefined
  keyframe.patches.set(unit, image)
}

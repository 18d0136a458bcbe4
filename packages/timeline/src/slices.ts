import type { Typed } from '@tidemark/projection'
import type { Dictionary } from './dictionary.ts'
import { type Codec, createCodec } from './pack/codec.ts'
import { NOTHING_PACKED, type Packed } from './packed.ts'
import type { PackedTable } from './packed-table.ts'
import type { Segment } from './segment.ts'
import { createState, type State } from './state.ts'
import type { Unit } from './unit.ts'

/** A span of time: all records as they are just before it, and what happened within it, unit by unit. */
export interface Slice<Source extends Typed, Fact extends Typed> {
  /** Its first instant; the first slice starts before everything. */
  readonly start: number
  /** The records just before it, while late entries are likely to change them. */
  state: State | undefined
  /** The same in fewer bytes, when they are not; neither is here while the cache alone has them. */
  packedState: readonly PackedTable[] | undefined
  /** What happened, as bytes; `undefined` while the cache alone has it. */
  packed: Packed | undefined
  /** What happened to units that changed since, in place of their packed rows. */
  readonly loose: Map<Unit<Source, Fact>, Segment<Source, Fact>>
  /** About how many rows were put in or changed since packing. */
  unpacked: number
  /** How many rows there are. */
  rows: number
  /** The highest position of a row. */
  lastPosition: number
  /** The blobs of the cache that hold just what is here: rows, and records at the start. */
  factsBlob: string | undefined
  startBlob: string | undefined
  /** Whether its state is yet to be filled. */
  isNew: boolean
  /** When it was last needed, by the count of needs. */
  used: number
}

/** Where slices are read from that are not in memory. */
export interface Shelf {
  /** Whether something could not be read from it. */
  damaged: boolean
  /** Throws TimelineError `CACHE_DAMAGED`. */
  readonly facts: (blob: string) => Packed
  /** Throws TimelineError `CACHE_DAMAGED`. */
  readonly start: (blob: string) => readonly PackedTable[]
}

/** Time, cut. Where it is cut never changes an answer. */
export interface Slices<Source extends Typed, Fact extends Typed> {
  /** By start. */
  readonly list: Slice<Source, Fact>[]
  readonly codec: Codec
  /** Facts a slice was last meant to hold. */
  size: number
  shelf: Shelf | undefined
  /** How often slices were needed. */
  needs: number
}

export function createSlices<Source extends Typed, Fact extends Typed>(
  dictionary: Dictionary,
  size: number,
): Slices<Source, Fact> {
  return {
    size,
    list: [createSlice(dictionary, -Infinity)],
    codec: createCodec(dictionary.texts),
    shelf: undefined,
    needs: 0,
  }
}

export function createSlice<Source extends Typed, Fact extends Typed>(
  dictionary: Dictionary,
  start: number,
): Slice<Source, Fact> {
  return {
    start,
    state: createState(dictionary),
    packedState: undefined,
    packed: NOTHING_PACKED,
    loose: new Map(),
    unpacked: 0,
    rows: 0,
    lastPosition: -1,
    factsBlob: undefined,
    startBlob: undefined,
    isNew: false,
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

/** The packed records at the start of a slice, read from the cache if need be. Throws TimelineError `CACHE_DAMAGED`. */
export function packedStart<Source extends Typed, Fact extends Typed>(
  slices: Slices<Source, Fact>,
  slice: Slice<Source, Fact>,
): readonly PackedTable[] {
  slice.used = ++slices.needs
  if (slice.packedState === undefined && slice.startBlob !== undefined)
    slice.packedState = slices.shelf?.start(slice.startBlob)
  return slice.packedState ?? []
}

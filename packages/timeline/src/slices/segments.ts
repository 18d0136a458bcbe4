import { compareFoldOrder, type Placed, type Typed } from '@tidemark/projection'
import { atOnce } from '../at-once.ts'
import {
  addArrival,
  arrivedAfter,
  arrivedRows,
  dropArrivals,
  openArrivals,
  turnTo,
  usualRoom,
} from '../facts/arrivals.ts'
import type { Incoming } from '../facts/incoming.ts'
import { insertInOrder } from '../facts/ordered.ts'
import {
  isBlank,
  isSegmentPackable,
  type Parcel,
  packedFrom,
  readRow,
  repacking,
  unpack,
} from '../facts/packed.ts'
import { addAside, addPlain, emptySegment, rowsIn, type Segment, sourcesIn } from '../facts/segment.ts'
import type { Unit } from '../facts/unit.ts'
import { createSlice, packedRows, type Slice, type Slices, sliceAt } from './slices.ts'

/** What a unit has within a slice, as objects: those that are there, or new ones made from its rows. */
export function segmentOf<Source extends Typed, Fact extends Typed>(
  slices: Slices<Source, Fact>,
  slice: Slice<Source, Fact>,
  unit: Unit<Source, Fact>,
): Segment<Source, Fact> {
  const known = slice.loose.get(unit)
  if (known !== undefined) return known
  const { codec } = slices
  const packed = packedRows(slices, slice)
  const segment = unpack<Source, Fact>(packed, unit.index, unit.key, codec)
  const { arrivals } = slice
  const open = openArrivals(arrivals, unit.key, packed.base.anchor)
  for (const row of arrivedRows(arrivals, unit.index))
    insertInOrder(segment.facts, readRow<Fact>(turnTo(open, arrivals, row), codec))
  return segment
}

/** The same, kept as objects from now on, so that it can be changed. */
export function openSegment<Source extends Typed, Fact extends Typed>(
  slices: Slices<Source, Fact>,
  slice: Slice<Source, Fact>,
  unit: Unit<Source, Fact>,
): Segment<Source, Fact> {
  const segment = segmentOf(slices, slice, unit)
  if (slice.loose.get(unit) !== segment) setSegment(slices, slice, unit, segment)
  return segment
}

/** Puts a segment in place of what the unit has within a slice. */
export function setSegment<Source extends Typed, Fact extends Typed>(
  slices: Slices<Source, Fact>,
  slice: Slice<Source, Fact>,
  unit: Unit<Source, Fact>,
  segment: Segment<Source, Fact>,
): void {
  // The rows of other units are no longer all that the cache has: from now on they are kept here.
  slice.packed = packedRows(slices, slice)
  slice.factsBlob = undefined
  dropArrivals(slice.arrivals, unit.index)
  slice.loose.set(unit, segment)
  slice.unpacked += rowsIn(segment)
}

/** The same, of a slice that knows how much it holds. */
export function replaceSegment<Source extends Typed, Fact extends Typed>(
  slices: Slices<Source, Fact>,
  slice: Slice<Source, Fact>,
  unit: Unit<Source, Fact>,
  old: Segment<Source, Fact>,
  young: Segment<Source, Fact>,
): void {
  slice.rows += rowsIn(young) - rowsIn(old)
  // A correction may have moved a fact to a later instant than any source has.
  slice.lastOccurred = Math.max(slice.lastOccurred, young.facts.at(-1)?.occurredAt ?? -Infinity)
  setSegment(slices, slice, unit, young)
}

/** Puts a source where it belongs: as a fact of its own, or as one that is yet to be prepared. */
export function placeIncoming<Source extends Typed, Fact extends Typed>(
  slices: Slices<Source, Fact>,
  unit: Unit<Source, Fact>,
  incoming: Incoming<Source>,
  as: 'fact' | 'aside',
): void {
  const { occurredAt, position } = incoming
  const slice = slices.list[sliceAt(slices, occurredAt)]
  if (slice === undefined) return
  if (as === 'fact' && !slice.loose.has(unit) && incoming.isPackable) addRow(slices, slice, unit, incoming)
  else {
    const segment = openSegment(slices, slice, unit)
    if (as === 'fact') addPlain(segment, incoming.source)
    else addAside(segment, incoming.source)
  }
  slice.unpacked++
  slice.rows++
  slice.lastPosition = Math.max(slice.lastPosition, position)
  slice.lastOccurred = Math.max(slice.lastOccurred, occurredAt)
}

/** Puts a source that is its own fact, and can be packed, among the rows of its unit. */
function addRow<Source extends Typed, Fact extends Typed>(
  slices: Slices<Source, Fact>,
  slice: Slice<Source, Fact>,
  unit: Unit<Source, Fact>,
  incoming: Incoming<Source>,
): void {
  const before = packedRows(slices, slice)
  const packed = isBlank(before) ? packedFrom(before, incoming.source) : before
  // As above: what the cache has is no longer all there is.
  slice.packed = packed
  slice.factsBlob = undefined
  addArrival(slice.arrivals, slices.codec, unit, incoming, packed.base.anchor)
}

/** All sources of a unit, in the order of recording. */
export function sourcesOf<Source extends Typed, Fact extends Typed>(
  slices: Slices<Source, Fact>,
  unit: Unit<Source, Fact>,
): Source[] {
  const sources = slices.list.flatMap((slice) => sourcesIn(segmentOf(slices, slice, unit)))
  return sources.sort((a, b) => a.position - b.position)
}

/** Packs what was put into a slice since. What cannot be packed stays as it is. */
export function packSlice<Source extends Typed, Fact extends Typed>(
  slices: Slices<Source, Fact>,
  slice: Slice<Source, Fact>,
): void {
  atOnce(packingSlice(slices, slice))
}

/** The same step by step; what is put into the slice meanwhile stays as it is. */
export function* packingSlice<Source extends Typed, Fact extends Typed>(
  slices: Slices<Source, Fact>,
  slice: Slice<Source, Fact>,
): Generator<void, void> {
  const before = packedRows(slices, slice)
  const { arrivals } = slice
  slices.room = usualRoom(slices.room, arrivals)
  const arrived = { arrivals, count: arrivals.count, units: Uint32Array.from(arrivals.last.keys()).sort() }
  const parcels: (Parcel<Source, Fact> & { readonly of: Unit<Source, Fact>; readonly now: object })[] = []
  for (const [unit, segment] of [...slice.loose]) {
    if (isSegmentPackable(segment)) {
      // As it is now: what comes meanwhile may be nothing that can be packed.
      const { facts, made, asides } = segment
      const copy = { facts: [...facts], made: new Set(made), asides: [...asides] }
      parcels.push({ index: unit.index, unit: unit.key, segment: copy, of: unit, now: segment })
    }
    yield
  }
  parcels.sort((a, b) => a.index - b.index)
  const after = yield* repacking(before, parcels, arrived, slices.codec)
  if (slice.packed !== before) return
  slice.packed = after
  slice.arrivals = arrivedAfter(arrivals, arrived.count)
  slice.unpacked = slice.arrivals.count
  for (const { of, now, segment } of parcels) {
    const loose = slice.loose.get(of)
    if (loose === now && rowsIn(loose) === rowsIn(segment)) slice.loose.delete(of)
    else if (loose !== undefined) slice.unpacked += rowsIn(loose)
  }
}

/** Cuts a slice at later instants, ascending: the rows go where they belong, the journals are yet to be written. */
export function cutSlice<Source extends Typed, Fact extends Typed>(
  slices: Slices<Source, Fact>,
  index: number,
  parts: readonly Slice<Source, Fact>[],
  units: Iterable<Unit<Source, Fact>>,
): void {
  const whole = slices.list[index]
  if (whole === undefined) return
  const segments = [...units].map((unit) => ({ unit, segment: segmentOf(slices, whole, unit) }))
  const emptied = withoutRows(whole)
  slices.list.splice(index, 1, emptied, ...parts)
  for (const { unit, segment } of segments) spread(slices, unit, segment)
  for (const slice of [emptied, ...parts]) if (slice !== slices.list.at(-1)) packSlice(slices, slice)
}

/** A slice with nothing in it. */
function withoutRows<Source extends Typed, Fact extends Typed>(
  slice: Slice<Source, Fact>,
): Slice<Source, Fact> {
  return {
    ...createSlice<Source, Fact>(slice.start),
    keyframe: slice.keyframe,
    lastPosition: slice.lastPosition,
  }
}

/** Hands the rows of a segment, in the order of folding, to the slices they fall into. */
function spread<Source extends Typed, Fact extends Typed>(
  slices: Slices<Source, Fact>,
  unit: Unit<Source, Fact>,
  { facts, made, asides }: Segment<Source, Fact>,
): void {
  const target = (event: Typed): Segment<Source, Fact> => {
    const slice = slices.list[sliceAt(slices, event.occurredAt)]
    if (slice === undefined) return emptySegment()
    slice.rows++
    slice.lastPosition = Math.max(slice.lastPosition, event.position)
    slice.lastOccurred = Math.max(slice.lastOccurred, event.occurredAt)
    return openSegment(slices, slice, unit)
  }
  for (const fact of facts) {
    const segment = target(fact)
    segment.facts.push(fact)
    if (made.has(fact)) segment.made.add(fact)
  }
  for (const aside of asides) target(aside).asides.push(aside)
}

/** Where an event stands, without the event. */
export function placeOf({ occurredAt, position }: Placed): Placed {
  return { occurredAt, position }
}

/** Whether an event stands before another in the order of folding, or there is no other. */
export function isFirst(event: Placed, other: Placed | undefined): boolean {
  return other === undefined || compareFoldOrder(event, other) < 0
}

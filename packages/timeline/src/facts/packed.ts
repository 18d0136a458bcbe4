import { compareFoldOrder, type Placed } from '@tidemark/projection'
import { atOnce } from '../at-once.ts'
import {
  type ByteWriter,
  borrowWriter,
  byteReader,
  byteWriter,
  copyBytes,
  foldSign,
  readWhole,
  unfoldSign,
  writeBytes,
  writeWhole,
  writtenAndReturned,
} from '../pack/bytes.ts'
import { type Codec, isPackable, readFact, writeFact } from '../pack/codec.ts'
import type { RowFrame } from '../pack/frame.ts'
import { type Arrivals, arrivedRows, bodyLength, comesBefore, copyBody } from './arrivals.ts'
import type { OpenRow } from './open-row.ts'
import { emptySegment, type Segment } from './segment.ts'

/** The facts of one slice as bytes: the rows of unit 0, then those of unit 1, and so on, each in the order of folding. */
export interface Packed {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** By number of the unit: where its rows end. A unit beyond has none. */
  readonly ends: Uint32Array<ArrayBuffer>
  /** What the first row of each unit is written against. */
  readonly base: PackBase
}

/** Numbers that rows are written against, so that they are small. */
export interface PackBase {
  readonly time: number
  readonly position: number
  readonly anchor: number
}

/** What a row is. */
export const PLAIN = 0
export const MADE = 1
export const ASIDE = 2
export type RowMark = typeof PLAIN | typeof MADE | typeof ASIDE

export const NOTHING_PACKED: Packed = {
  bytes: new Uint8Array(0),
  ends: new Uint32Array(0),
  base: { time: 0, position: 0, anchor: 0 },
}

/** A walk through the rows of one unit. */
export interface Run extends OpenRow {
  mark: RowMark
  next: number
  readonly end: number
}

/** Starts before the first row of a unit. */
export function openRun({ bytes, ends, base }: Packed, index: number, unit: string): Run {
  const start = index === 0 ? 0 : (ends[index - 1] ?? bytes.length)
  const { time: occurredAt, position, anchor } = base
  return {
    frame: { unit, occurredAt, position, anchor },
    mark: PLAIN,
    reader: byteReader(bytes, start),
    next: start,
    end: ends[index] ?? start,
  }
}

/** Goes to the next row, if there is one. */
export function nextRow(run: Run): boolean {
  const { reader, frame } = run
  if (run.next >= run.end) return false
  reader.at = run.next
  const length = readWhole(reader)
  run.next = reader.at + length
  const head = readWhole(reader)
  const mark = head % 4
  run.mark = mark === MADE ? MADE : mark === ASIDE ? ASIDE : PLAIN
  frame.occurredAt += unfoldSign((head - mark) / 4)
  frame.position += unfoldSign(readWhole(reader))
  return true
}

/** The fact or source of a row, as a new object. */
export function readRow<Event>({ reader, frame }: OpenRow, codec: Codec): Event {
  // What was packed as an Event is read back as one.
  return readFact(reader, codec, frame) as Event
}

/** All rows of a unit as objects. */
export function unpack<Source extends Placed, Fact extends Placed>(
  packed: Packed,
  index: number,
  unit: string,
  codec: Codec,
): Segment<Source, Fact> {
  const segment = emptySegment<Source, Fact>()
  const run = openRun(packed, index, unit)
  while (nextRow(run)) {
    if (run.mark === ASIDE) {
      segment.asides.push(readRow<Source>(run, codec))
      continue
    }
    const fact = readRow<Fact>(run, codec)
    segment.facts.push(fact)
    if (run.mark === MADE) segment.made.add(fact)
  }
  return segment
}

/** Whether a segment can be packed. */
export function isSegmentPackable<Source extends Placed, Fact extends Placed>({
  facts,
  asides,
}: Segment<Source, Fact>): boolean {
  return facts.every(isRowPackable) && asides.every(isRowPackable)
}

/** Whether a fact can be packed: plain data at a whole millisecond, not too far off. */
export function isRowPackable(event: Placed): boolean {
  return isPlaceable(event.occurredAt) && isPlaceable(event.position) && isPackable(event)
}

/** Far beyond the year 9999 in milliseconds, and near enough to zero for differences to be exact. */
const FURTHEST = 2 ** 49

/** Whether an instant or a position can stand in a row. */
export function isPlaceable(place: number): boolean {
  return Number.isInteger(place) && Math.abs(place) < FURTHEST && !Object.is(place, -0)
}

/** A segment to be packed, and whose it is. */
export interface Parcel<Source, Fact> {
  readonly index: number
  readonly unit: string
  readonly segment: Segment<Source, Fact>
}

/** Rows that came since a slice was packed. */
export interface Arrived {
  readonly arrivals: Arrivals
  /** Only the first so many are to be packed. */
  readonly count: number
  /** The units they are of by number, ascending; none of them has a parcel. */
  readonly units: Uint32Array
}

/** What the head of a row mostly takes. */
const HEAD_BYTES = 10

/** Packs segments in place of what their units had; parcels come by index. All are packable. */
export function repack<Source extends Placed, Fact extends Placed>(
  packed: Packed,
  parcels: readonly Parcel<Source, Fact>[],
  codec: Codec,
): Packed {
  return atOnce(repacking(packed, parcels, undefined, codec))
}

/** The same step by step, and puts what came since among the rows there are. */
export function* repacking<Source extends Placed, Fact extends Placed>(
  packed: Packed,
  parcels: readonly Parcel<Source, Fact>[],
  arrived: Arrived | undefined,
  codec: Codec,
): Generator<void, Packed> {
  const arriving = arrived?.units ?? new Uint32Array(0)
  const highest = Math.max(parcels.at(-1)?.index ?? -1, arriving.at(-1) ?? -1)
  if (highest < 0) return packed
  const [first] = parcels
  const base = first !== undefined && isBlank(packed) ? baseFor(first.segment) : packed.base
  const units = Math.max(packed.ends.length, highest + 1)
  const ends = new Uint32Array(units)
  const writer = borrowWriter(packed.bytes.length + bytesOf(arrived) + 64 * parcels.length)
  let done = 0
  for (let [parcelAt, arrivingAt] = [0, 0]; ; ) {
    const parcel = parcels[parcelAt]
    const unit = arriving[arrivingAt]
    if (parcel === undefined && unit === undefined) break
    const index = Math.min(parcel?.index ?? Infinity, unit ?? Infinity)
    copyRuns(packed, done, index, writer, ends)
    if (index === parcel?.index) {
      writeSegment(writer, codec, parcel.segment, { unit: parcel.unit, ...base })
      parcelAt++
    } else if (arrived !== undefined) {
      writeAmong(writer, packed, index, arrived)
      arrivingAt++
    }
    ends[index] = writer.at
    done = index + 1
    yield
  }
  copyRuns(packed, done, units, writer, ends)
  return { bytes: writtenAndReturned(writer), ends, base }
}

/** About how many bytes the rows take that came, each with a head of its own. */
function bytesOf(arrived: Arrived | undefined): number {
  return arrived === undefined ? 0 : arrived.arrivals.bodies.at + HEAD_BYTES * arrived.count
}

/** Whether nothing was packed yet, nor written to be. */
export function isBlank({ base, ends }: Packed): boolean {
  return ends.length === 0 && base === NOTHING_PACKED.base
}

/** What rows that begin with a fact are packed in. */
export function packedFrom(packed: Packed, fact: Placed): Packed {
  return { ...packed, base: baseAt(fact) }
}

function copyRuns(packed: Packed, from: number, to: number, writer: ByteWriter, ends: Uint32Array): void {
  const startOf = (index: number) =>
    index === 0 ? 0 : (packed.ends[Math.min(index, packed.ends.length) - 1] ?? 0)
  const moved = writer.at - startOf(from)
  writeBytes(writer, packed.bytes.subarray(startOf(from), startOf(to)))
  for (let index = from; index < to; index++) ends[index] = startOf(index + 1) + moved
}

function baseFor<Source extends Placed, Fact extends Placed>({
  facts,
  asides,
}: Segment<Source, Fact>): PackBase {
  return baseAt(facts[0] ?? asides[0] ?? { occurredAt: 0, position: 0 })
}

function baseAt(event: Placed & { readonly recordedAt?: unknown }): PackBase {
  const { occurredAt: time, position, recordedAt } = event
  return { time, position, anchor: Number.isSafeInteger(recordedAt) ? Number(recordedAt) : time }
}

/** Writes the rows of a unit with those that came since among them. */
function writeAmong(writer: ByteWriter, packed: Packed, index: number, { arrivals, count }: Arrived): void {
  const rows = arrivedRows(arrivals, index, count)
  const last = { occurredAt: packed.base.time, position: packed.base.position }
  const stands = { ...last }
  let next = 0
  const writeArrivedBefore = (place: Placed | undefined) => {
    for (; next < rows.length; next++) {
      const row = rows[next] ?? 0
      if (place !== undefined && !comesBefore(arrivals, row, place)) return
      stands.occurredAt = arrivals.times[row] ?? 0
      stands.position = arrivals.positions[row] ?? 0
      writeHead(writer, stands, PLAIN, last, bodyLength(arrivals, row))
      copyBody(arrivals, row, writer)
    }
  }
  const run = openRun(packed, index, '')
  while (nextRow(run)) {
    const { frame, mark, reader } = run
    writeArrivedBefore(frame)
    writeHead(writer, frame, mark, last, run.next - reader.at)
    copyBytes(writer, reader.bytes, reader.at, run.next)
  }
  writeArrivedBefore(undefined)
}

function writeSegment<Source extends Placed, Fact extends Placed>(
  writer: ByteWriter,
  codec: Codec,
  { facts, made, asides }: Segment<Source, Fact>,
  base: PackBase & { readonly unit: string },
): void {
  const { unit, time: occurredAt, position, anchor } = base
  const frame: RowFrame = { unit, occurredAt, position, anchor }
  let next = 0
  for (const fact of facts) {
    for (; isBefore(asides[next], fact); next++) writeRow(writer, codec, asides[next], ASIDE, frame)
    writeRow(writer, codec, fact, made.size > 0 && made.has(fact) ? MADE : PLAIN, frame)
  }
  for (; next < asides.length; next++) writeRow(writer, codec, asides[next], ASIDE, frame)
}

function isBefore(aside: Placed | undefined, fact: Placed): boolean {
  return aside !== undefined && compareFoldOrder(aside, fact) < 0
}

const head = byteWriter()
const body = byteWriter()

function writeRow(
  writer: ByteWriter,
  codec: Codec,
  event: Placed | undefined,
  mark: RowMark,
  frame: RowFrame,
): void {
  if (event === undefined) return
  body.at = 0
  const { unit, anchor } = frame
  const { occurredAt, position } = event
  writeFact(body, codec, event, { unit, occurredAt, position, anchor })
  writeHead(writer, event, mark, frame, body.at)
  copyBytes(writer, body.bytes, 0, body.at)
}

/** Writes what stands before the body of a row: how long it is, what it is, and how far from the row before it stands. */
function writeHead(
  writer: ByteWriter,
  { occurredAt, position }: Placed,
  mark: RowMark,
  last: { occurredAt: number; position: number },
  bodyLength: number,
): void {
  head.at = 0
  writeWhole(head, foldSign(occurredAt - last.occurredAt) * 4 + mark)
  writeWhole(head, foldSign(position - last.position))
  last.occurredAt = occurredAt
  last.position = position
  writeWhole(writer, head.at + bodyLength)
  copyBytes(writer, head.bytes, 0, head.at)
}

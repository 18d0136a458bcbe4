import { compareFoldOrder, type Placed } from '@tidemark/projection'
import { atOnce } from './at-once.ts'
import {
  type ByteReader,
  type ByteWriter,
  byteReader,
  byteWriter,
  foldSign,
  readWhole,
  unfoldSign,
  writeBytes,
  writeWhole,
  written,
} from './pack/bytes.ts'
import { type Codec, isPackable, type RowFrame, readFact, writeFact } from './pack/codec.ts'
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
export interface Run {
  /** Where the row stands; the unit is filled in by who opened the run. */
  readonly frame: RowFrame
  mark: RowMark
  readonly reader: ByteReader
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

/** Whether a unit has rows. */
export function hasRows({ ends }: Packed, index: number): boolean {
  return (ends[index] ?? 0) > (index === 0 ? 0 : (ends[index - 1] ?? Infinity))
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

/** The fact or source of the row a run is at. */
export function readRow<Event>(run: Run, codec: Codec): Event {
  // What was packed as an Event is read back as one.
  return readFact(run.reader, codec, run.frame) as Event
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

/** Whether a segment can be packed: plain data at whole milliseconds, none too far off. */
export function isSegmentPackable<Source extends Placed, Fact extends Placed>({
  facts,
  asides,
}: Segment<Source, Fact>): boolean {
  const isRow = (event: Placed) =>
    isPlaceable(event.occurredAt) && isPlaceable(event.position) && isPackable(event)
  return facts.every(isRow) && asides.every(isRow)
}

/** Far beyond the year 9999 in milliseconds, and near enough to zero for differences to be exact. */
const FURTHEST = 2 ** 49

function isPlaceable(place: number): boolean {
  return Number.isInteger(place) && Math.abs(place) < FURTHEST && !Object.is(place, -0)
}

/** A segment to be packed, and whose it is. */
export interface Parcel<Source, Fact> {
  readonly index: number
  readonly unit: string
  readonly segment: Segment<Source, Fact>
}

/** Packs segments in place of what their units had; parcels come by index. All are packable. */
export function repack<Source extends Placed, Fact extends Placed>(
  packed: Packed,
  parcels: readonly Parcel<Source, Fact>[],
  codec: Codec,
): Packed {
  return atOnce(repacking(packed, parcels, codec))
}

/** The same step by step. */
export function* repacking<Source extends Placed, Fact extends Placed>(
  packed: Packed,
  parcels: readonly Parcel<Source, Fact>[],
  codec: Codec,
): Generator<void, Packed> {
  const [first] = parcels
  if (first === undefined) return packed
  const base = packed.ends.length === 0 ? baseFor(first.segment) : packed.base
  const units = Math.max(packed.ends.length, (parcels.at(-1)?.index ?? 0) + 1)
  const ends = new Uint32Array(units)
  const writer = byteWriter(packed.bytes.length + 64 * parcels.length)
  let done = 0
  for (const { index, unit, segment } of parcels) {
    copyRuns(packed, done, index, writer, ends)
    writeSegment(writer, codec, segment, { unit, ...base })
    ends[index] = writer.at
    done = index + 1
    yield
  }
  copyRuns(packed, done, units, writer, ends)
  return { bytes: written(writer), ends, base }
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
  const event: Placed & { readonly recordedAt?: unknown } = facts[0] ??
    asides[0] ?? { occurredAt: 0, position: 0 }
  const { occurredAt: time, position, recordedAt } = event
  return { time, position, anchor: Number.isSafeInteger(recordedAt) ? Number(recordedAt) : time }
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
  writeWhole(body, foldSign(event.occurredAt - frame.occurredAt) * 4 + mark)
  writeWhole(body, foldSign(event.position - frame.position))
  frame.occurredAt = event.occurredAt
  frame.position = event.position
  writeFact(body, codec, event, frame)
  writeWhole(writer, body.at)
  writeBytes(writer, body.bytes.subarray(0, body.at))
}

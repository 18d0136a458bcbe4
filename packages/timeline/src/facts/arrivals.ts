import type { Placed } from '@tidemark/projection'
import { type ByteWriter, byteReader, byteWriter, copyBytes } from '../pack/bytes.ts'
import type { Codec } from '../pack/codec.ts'
import type { RowFrame } from '../pack/frame.ts'
import type { OpenRow } from './open-row.ts'

/**
 * Facts that came to a slice since it was packed, as bytes, in the order in which they came.
 *
 * The rows of a unit are a chain from its last one back, so that taking one up costs the same however many there are.
 */
export interface Arrivals {
  count: number
  readonly bodies: ByteWriter
  /** By row: where its body ends, where the fact stands, and the row of the same unit before it, -1 without one. */
  ends: Uint32Array<ArrayBuffer>
  times: Float64Array<ArrayBuffer>
  positions: Float64Array<ArrayBuffer>
  before: Int32Array<ArrayBuffer>
  /** By number of the unit: its last row. */
  readonly last: Map<number, number>
}

/** A fact that comes. */
interface Arriving extends Placed {
  writeBody(writer: ByteWriter, codec: Codec, frame: RowFrame): void
}

/** Whose rows they are. */
interface Owner {
  readonly index: number
  readonly key: string
}

/** How much memory rows are given before they come. */
export interface Room {
  readonly rows: number
  readonly bytes: number
}

export const NO_ROOM: Room = { rows: 0, bytes: 0 }

/** None yet. */
export function noArrivals({ rows, bytes } = NO_ROOM): Arrivals {
  return {
    count: 0,
    bodies: byteWriter(bytes),
    ends: new Uint32Array(rows),
    times: new Float64Array(rows),
    positions: new Float64Array(rows),
    before: new Int32Array(rows),
    last: new Map(),
  }
}

/** A little more than is used, and less than before where that was much more. */
export function usualRoom(before: Room, { count, bodies }: Arrivals): Room {
  const usual = (used: number, room: number) => Math.ceil(Math.max((used * 9) / 8, (room * 7) / 8))
  return { rows: usual(count, before.rows), bytes: usual(bodies.at, before.bytes) }
}

const frame: RowFrame = { unit: '', occurredAt: 0, position: 0, anchor: 0 }

/** Takes up a fact of a unit, which is packable, written against an anchor. */
export function addArrival(
  arrivals: Arrivals,
  codec: Codec,
  { index, key }: Owner,
  fact: Arriving,
  anchor: number,
): void {
  frame.unit = key
  frame.occurredAt = fact.occurredAt
  frame.position = fact.position
  frame.anchor = anchor
  fact.writeBody(arrivals.bodies, codec, frame)
  noteRow(arrivals, index, frame)
}

/** Notes whose the body is that was written last. */
function noteRow(arrivals: Arrivals, unit: number, { occurredAt, position }: Placed): void {
  const row = arrivals.count
  if (row === arrivals.ends.length) grow(arrivals)
  arrivals.ends[row] = arrivals.bodies.at
  arrivals.times[row] = occurredAt
  arrivals.positions[row] = position
  arrivals.before[row] = arrivals.last.get(unit) ?? -1
  arrivals.last.set(unit, row)
  arrivals.count++
}

function grow(arrivals: Arrivals): void {
  const room = Math.max(64, Math.ceil(arrivals.count * 1.5))
  const { ends, times, positions, before } = arrivals
  arrivals.ends = new Uint32Array(room)
  arrivals.ends.set(ends)
  arrivals.times = new Float64Array(room)
  arrivals.times.set(times)
  arrivals.positions = new Float64Array(room)
  arrivals.positions.set(positions)
  arrivals.before = new Int32Array(room)
  arrivals.before.set(before)
}

const NO_ROWS: readonly number[] = []

/** The first so many rows, as far as they are those of a unit, in the order of folding. */
export function arrivedRows(arrivals: Arrivals, unit: number, within = arrivals.count): readonly number[] {
  let row = arrivals.count === 0 ? -1 : (arrivals.last.get(unit) ?? -1)
  while (row >= within) row = arrivals.before[row] ?? -1
  if (row < 0) return NO_ROWS
  const { before, times } = arrivals
  const rows: number[] = []
  let isInOrder = true
  for (let later = Infinity; row >= 0; row = before[row] ?? -1) {
    const time = times[row] ?? 0
    isInOrder &&= time <= later
    later = time
    rows.push(row)
  }
  rows.reverse()
  // Rows come in the order of positions: those of one instant stay in it.
  if (!isInOrder) rows.sort((a, b) => (times[a] ?? 0) - (times[b] ?? 0))
  return rows
}

/** Whether a row stands before a packed one, which came before it. */
export function comesBefore({ times }: Arrivals, row: number, packed: Placed): boolean {
  return (times[row] ?? 0) < packed.occurredAt
}

/** Rows of a unit, one after the other to be read. */
export function openArrivals({ bodies }: Arrivals, unit: string, anchor: number): OpenRow {
  return { reader: byteReader(bodies.bytes), frame: { unit, occurredAt: 0, position: 0, anchor } }
}

/** Turns to one of them. */
export function turnTo(open: OpenRow, arrivals: Arrivals, row: number): OpenRow {
  open.reader.at = bodyStart(arrivals, row)
  open.frame.occurredAt = arrivals.times[row] ?? 0
  open.frame.position = arrivals.positions[row] ?? 0
  return open
}

function bodyStart({ ends }: Arrivals, row: number): number {
  return row === 0 ? 0 : (ends[row - 1] ?? 0)
}

/** How many bytes the body of a row has. */
export function bodyLength(arrivals: Arrivals, row: number): number {
  return (arrivals.ends[row] ?? 0) - bodyStart(arrivals, row)
}

/** Copies the body of a row. */
export function copyBody(arrivals: Arrivals, row: number, writer: ByteWriter): void {
  copyBytes(writer, arrivals.bodies.bytes, bodyStart(arrivals, row), arrivals.ends[row] ?? 0)
}

/** Forgets the rows of a unit. */
export function dropArrivals({ last }: Arrivals, unit: number): void {
  last.delete(unit)
}

/** Those that came after the first so many. */
export function arrivedAfter(arrivals: Arrivals, taken: number): Arrivals {
  const rest = noArrivals()
  const owners = new Map<number, number>()
  for (const [unit, newest] of arrivals.last)
    for (let row = newest; row >= taken; row = arrivals.before[row] ?? -1) owners.set(row, unit)
  for (const [row, unit] of [...owners].sort(([a], [b]) => a - b)) {
    copyBody(arrivals, row, rest.bodies)
    noteRow(rest, unit, { occurredAt: arrivals.times[row] ?? 0, position: arrivals.positions[row] ?? 0 })
  }
  return rest
}

/** How many bytes they take in memory. */
export function bytesOfArrivals({ bodies, ends, times, positions, before }: Arrivals): number {
  return bodies.bytes.length + ends.byteLength + times.byteLength + positions.byteLength + before.byteLength
}

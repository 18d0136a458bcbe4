import type { Packed } from '../facts/packed.ts'
import type { Runs } from '../journal/runs.ts'
import {
  type ByteReader,
  type ByteWriter,
  byteReader,
  byteWriter,
  readUtf8,
  readWhole,
  writeUtf8,
  writeWhole,
  written,
} from '../pack/bytes.ts'
import { readValue, writeValue } from '../pack/value.ts'
import { frozen } from '../records/frozen.ts'
import type { Versions } from '../records/kind-versions.ts'
import { areAllSet, type PackedTable } from '../records/packed-table.ts'
import type { Place } from '../records/table.ts'
import { versionsFrom } from '../versions/versions.ts'
import { readColumn, readDoubles, readUint8, readUint32, writeColumn, writeNumbers } from './columns.ts'

/** The facts of a slice as a blob. */
export function encodeFacts({ bytes, ends, base }: Packed): Uint8Array<ArrayBuffer> {
  const writer = byteWriter(bytes.length + ends.byteLength + 64)
  writeValue(writer, [base.time, base.position, base.anchor])
  writeNumbers(writer, ends)
  writeNumbers(writer, bytes)
  return written(writer)
}

export function decodeFacts(blob: Uint8Array<ArrayBuffer>): Packed {
  const reader = byteReader(blob)
  // What was written above.
  const [time, position, anchor] = readValue(reader) as readonly [number, number, number]
  const ends = readUint32(reader)
  return { base: { time, position, anchor }, ends, bytes: readUint8(reader) }
}

/** What became of the records within a slice as a blob. */
export function encodeJournal({ bytes, ends }: Runs): Uint8Array<ArrayBuffer> {
  const writer = byteWriter(bytes.length + ends.byteLength + 64)
  writeNumbers(writer, ends)
  writeNumbers(writer, bytes)
  return written(writer)
}

export function decodeJournal(blob: Uint8Array<ArrayBuffer>): Runs {
  const reader = byteReader(blob)
  const ends = readUint32(reader)
  return { ends, bytes: readUint8(reader) }
}

/** The records of a keyframe as a blob. */
export function encodeKeyframe(tables: readonly PackedTable[]): Uint8Array<ArrayBuffer> {
  const writer = byteWriter(4096)
  for (const table of tables) writeTable(writer, table)
  return written(writer)
}

export function decodeKeyframe(
  blob: Uint8Array<ArrayBuffer>,
  kinds: readonly Placed[],
): readonly PackedTable[] {
  const reader = byteReader(blob)
  return kinds.map(({ places }) => readTable(reader, places))
}

/** The versions of records within a slice as a blob. */
export function encodeVersions(versions: Versions): Uint8Array<ArrayBuffer> {
  const writer = byteWriter(4096)
  for (const { rows, times, table } of versions) {
    writeNumbers(writer, rows)
    writeWhole(writer, times.BYTES_PER_ELEMENT)
    writeNumbers(writer, times)
    writeTable(writer, table)
  }
  return written(writer)
}

export function decodeVersions(blob: Uint8Array<ArrayBuffer>, kinds: readonly Placed[]): Versions {
  const reader = byteReader(blob)
  return kinds.map(({ places }) => {
    const rows = readUint32(reader)
    const times = readWhole(reader) === 4 ? readUint32(reader) : readDoubles(reader)
    return versionsFrom(rows, times, readTable(reader, places))
  })
}

/** What has places of fields. */
interface Placed {
  readonly places: readonly Place[]
}

function writeTable(writer: ByteWriter, table: PackedTable): void {
  writeWhole(writer, table.rows)
  writeNumbers(writer, table.exists)
  for (const column of [...table.micros, ...table.instants, ...table.flags, ...table.texts])
    writeColumn(writer, column)
  for (const column of table.values) writeValues(writer, column)
  const beyond = [...(table.beyond ?? [])]
  writeWhole(writer, beyond.length)
  for (const [cell, micros] of beyond) {
    writeWhole(writer, cell)
    writeUtf8(writer, micros.toString())
  }
}

function readTable(reader: ByteReader, places: readonly Place[]): PackedTable {
  const of = (kind: Place['kind']) => places.filter((place) => place.kind === kind)
  const rows = readWhole(reader)
  const exists = readUint8(reader)
  return {
    places,
    rows,
    exists,
    isFull: areAllSet(exists, rows),
    micros: of('micros').map(() => readColumn(reader, asItIs)),
    instants: of('instant').map(() => readColumn(reader, asItIs)),
    flags: of('flag').map(() => readColumn(reader, nothingPlain)),
    texts: of('text').map(() => readColumn(reader, nothingPlain)),
    values: of('json').map(() => readValues(reader)),
    beyond: readBeyond(readWhole(reader), () => [readWhole(reader), BigInt(readUtf8(reader))]),
  }
}

function asItIs(numbers: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  return numbers
}

function nothingPlain(): never {
  throw new RangeError('a column that is always packed')
}

/** A value that stands in many rows is written once. */
function writeValues(writer: ByteWriter, column: readonly unknown[]): void {
  const numbers = new Map<unknown, number>()
  const values: unknown[] = []
  for (const value of column) {
    if (numbers.has(keyOf(value))) continue
    numbers.set(keyOf(value), values.length)
    values.push(value)
  }
  writeWhole(writer, column.length)
  writeWhole(writer, values.length)
  for (const value of values) writeValue(writer, value)
  for (const value of column) writeWhole(writer, numbers.get(keyOf(value)) ?? 0)
}

const BELOW_ZERO = Symbol('-0')

/** As a key of a map -0 would be 0. */
function keyOf(value: unknown): unknown {
  return Object.is(value, -0) ? BELOW_ZERO : value
}

function readValues(reader: ByteReader): readonly unknown[] {
  const length = readWhole(reader)
  const values = Array.from({ length: readWhole(reader) }, () => frozen(readValue(reader)))
  return Array.from({ length }, () => values[readWhole(reader)])
}

function readBeyond(
  count: number,
  read: () => readonly [number, bigint],
): ReadonlyMap<number, bigint> | undefined {
  return count === 0 ? undefined : new Map(Array.from({ length: count }, read))
}

import {
  type ByteReader,
  type ByteWriter,
  readBytes,
  readDouble,
  readUtf8,
  readWhole,
  writeBytes,
  writeDouble,
  writeUtf8,
  writeWhole,
} from '../pack/bytes.ts'
import type { PackedColumn } from '../pack/column.ts'
import type { Wholes } from '../records/kept-rows.ts'

/** Any column of numbers. */
type Numbers =
  | Uint8Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>

/** Numbers begin where any of them may lie in memory, counted from the start of a blob. */
const ALIGNED = 8

function aligned(at: number): number {
  return Math.ceil(at / ALIGNED) * ALIGNED
}

/** Writes numbers as they lie in memory. */
export function writeNumbers(writer: ByteWriter, numbers: Numbers): void {
  writeWhole(writer, numbers.byteLength)
  writeBytes(writer, new Uint8Array(aligned(writer.at) - writer.at))
  writeBytes(writer, new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength))
}

/** The bytes of numbers: where they lie, when those can be read in place, else of their own. */
function readAligned(reader: ByteReader): Uint8Array<ArrayBuffer> {
  const length = readWhole(reader)
  reader.at = aligned(reader.at)
  const bytes = readBytes(reader, length)
  return bytes.byteOffset % ALIGNED === 0 ? bytes : bytes.slice()
}

export function readUint8(reader: ByteReader): Uint8Array<ArrayBuffer> {
  return readAligned(reader)
}

function readUint16(reader: ByteReader): Uint16Array<ArrayBuffer> {
  const { buffer, byteOffset, byteLength } = readAligned(reader)
  return new Uint16Array(buffer, byteOffset, byteLength / Uint16Array.BYTES_PER_ELEMENT)
}

export function readUint32(reader: ByteReader): Uint32Array<ArrayBuffer> {
  const { buffer, byteOffset, byteLength } = readAligned(reader)
  return new Uint32Array(buffer, byteOffset, byteLength / Uint32Array.BYTES_PER_ELEMENT)
}

export function readDoubles(reader: ByteReader): Float64Array<ArrayBuffer> {
  const { buffer, byteOffset, byteLength } = readAligned(reader)
  return new Float64Array(buffer, byteOffset, byteLength / Float64Array.BYTES_PER_ELEMENT)
}

/** Writes whole numbers from 0 on in as few bytes each as the largest of them needs. */
export function writeWholes(writer: ByteWriter, wholes: readonly number[]): void {
  const most = wholes.reduce((largest, whole) => Math.max(largest, whole), 0)
  const narrow = most < 2 ** 8 ? Uint8Array : most < 2 ** 16 ? Uint16Array : Uint32Array
  writeWhole(writer, narrow.BYTES_PER_ELEMENT)
  writeNumbers(writer, narrow.from(wholes))
}

export function readWholes(reader: ByteReader): Wholes {
  return readNarrow(readWhole(reader), reader)
}

/** Writes what JSON can tell: texts, above all, which are read back many times as fast as one by one. */
export function writeJson(writer: ByteWriter, value: unknown): void {
  writeUtf8(writer, JSON.stringify(value))
}

export function readJson(reader: ByteReader): unknown {
  return JSON.parse(readUtf8(reader))
}

const SAME = 0
const NARROW = 1
const PLAIN = 2

/** Writes a packed column, or one that was kept as it is. */
export function writeColumn(writer: ByteWriter, column: PackedColumn | Float64Array<ArrayBuffer>): void {
  if (ArrayBuffer.isView(column)) {
    writeWhole(writer, PLAIN)
    writeNumbers(writer, column)
  } else if (column.way === 'same') {
    writeWhole(writer, SAME)
    writeDouble(writer, column.value)
  } else {
    writeWhole(writer, NARROW)
    writeDouble(writer, column.base)
    writeDouble(writer, column.scale)
    writeWhole(writer, column.low.BYTES_PER_ELEMENT)
    writeNumbers(writer, column.low)
    writeWhole(writer, column.high?.BYTES_PER_ELEMENT ?? 0)
    if (column.high !== undefined) writeNumbers(writer, column.high)
  }
}

/** Reads what {@link writeColumn} wrote; a column that was kept as it is becomes what `plain` makes of it. */
export function readColumn<Plain>(
  reader: ByteReader,
  plain: (numbers: Float64Array<ArrayBuffer>) => Plain,
): PackedColumn | Plain {
  const way = readWhole(reader)
  if (way === PLAIN) return plain(readDoubles(reader))
  if (way === SAME) return { way: 'same', value: readDouble(reader) }
  const base = readDouble(reader)
  const scale = readDouble(reader)
  const low = readNarrow(readWhole(reader), reader)
  const width = readWhole(reader)
  const high = width === 0 ? undefined : width === 1 ? readUint8(reader) : readUint16(reader)
  return { way: 'narrow', base, scale, low, high }
}

function readNarrow(width: number, reader: ByteReader): Wholes {
  if (width === 1) return readUint8(reader)
  return width === 2 ? readUint16(reader) : readUint32(reader)
}

/** Bytes being written, with room that grows. */
export interface ByteWriter {
  bytes: Uint8Array<ArrayBuffer>
  /** Where the next byte goes. */
  at: number
}

/** Bytes being read. */
export interface ByteReader {
  bytes: Uint8Array<ArrayBuffer>
  /** Where the next byte is. */
  at: number
}

export function byteWriter(room = 256): ByteWriter {
  return { bytes: new Uint8Array(room), at: 0 }
}

export function byteReader(bytes: Uint8Array<ArrayBuffer>, at = 0): ByteReader {
  return { bytes, at }
}

/** What was written, as bytes of their own. */
export function written({ bytes, at }: ByteWriter): Uint8Array<ArrayBuffer> {
  return bytes.slice(0, at)
}

/** Writers that were given back, the larger ones last. */
const spare: ByteWriter[] = []
/** So many of them are kept, and so many bytes. */
const MOST_SPARE = 64
const MOST_SPARE_BYTES = 32 * 1_048_576

/** A writer with room for so many bytes, for something that is copied out of it; memory that was used before, if there is any. */
export function borrowWriter(room: number): ByteWriter {
  const fitting = spare.findIndex(({ bytes }) => bytes.length >= room)
  const [writer] = fitting < 0 ? [] : spare.splice(fitting, 1)
  return writer ?? byteWriter(room)
}

/** What was written, as bytes of their own; the writer goes back, and its borrower uses it no more. */
export function writtenAndReturned(writer: ByteWriter): Uint8Array<ArrayBuffer> {
  const bytes = written(writer)
  spare.push({ bytes: writer.bytes, at: 0 })
  // Those go first that serve for least.
  spare.sort((a, b) => a.bytes.length - b.bytes.length)
  let kept = spare.reduce((sum, { bytes }) => sum + bytes.length, 0)
  while (spare.length > MOST_SPARE || kept > MOST_SPARE_BYTES) kept -= spare.shift()?.bytes.length ?? 0
  return bytes
}

/** Makes sure that so many more bytes can be written. */
export function makeRoom(writer: ByteWriter, more: number): void {
  const needed = writer.at + more
  if (needed <= writer.bytes.length) return
  const larger = new Uint8Array(Math.max(needed, Math.ceil(writer.bytes.length * 1.5)))
  larger.set(writer.bytes.subarray(0, writer.at))
  writer.bytes = larger
}

/** The most that a whole number takes: eight bytes of seven bits. */
export const WHOLE_BYTES = 8

/** Writes a whole number from 0 to 2^53: seven bits a byte, the lowest first. */
export function writeWhole(writer: ByteWriter, value: number): void {
  makeRoom(writer, WHOLE_BYTES)
  writer.at = putWhole(writer.bytes, writer.at, value)
}

/** The same into bytes with room for it, from a place on: where the next one goes. */
export function putWhole(bytes: Uint8Array, start: number, value: number): number {
  let at = start
  let rest = value
  while (rest >= 2 ** 31) {
    bytes[at++] = (rest % 128) | 128
    rest = Math.floor(rest / 128)
  }
  while (rest >= 128) {
    bytes[at++] = (rest & 127) | 128
    rest >>>= 7
  }
  bytes[at++] = rest
  return at
}

/** Reads what {@link writeWhole} wrote. */
export function readWhole(reader: ByteReader): number {
  const { bytes } = reader
  let { at } = reader
  let byte = bytes[at++] ?? 0
  let value = byte & 127
  // The first 28 bits by shifts, the rest by multiplication: shifts end at 32 bits.
  for (let shift = 7; byte >= 128 && shift < 28; shift += 7) {
    byte = bytes[at++] ?? 0
    value |= (byte & 127) << shift
  }
  for (let scale = 2 ** 28; byte >= 128; scale *= 128) {
    byte = bytes[at++] ?? 0
    value += (byte & 127) * scale
  }
  reader.at = at
  return value
}

/** Passes over a whole number. */
export function skipWhole(reader: ByteReader): void {
  const { bytes } = reader
  let { at } = reader
  while ((bytes[at++] ?? 0) >= 128);
  reader.at = at
}

/** A whole number of either sign as one from 0 on: small stays small. */
export function foldSign(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value
}

/** The reverse of {@link foldSign}. */
export function unfoldSign(folded: number): number {
  return folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2
}

export function writeBytes(writer: ByteWriter, bytes: Uint8Array): void {
  makeRoom(writer, bytes.length)
  writer.bytes.set(bytes, writer.at)
  writer.at += bytes.length
}

/** So few bytes are copied one by one: making a view of them takes longer. */
const FEW_BYTES = 32

/** Writes a part of other bytes. */
export function copyBytes(writer: ByteWriter, from: Uint8Array, start: number, end: number): void {
  if (end - start > FEW_BYTES) {
    writeBytes(writer, from.subarray(start, end))
    return
  }
  makeRoom(writer, end - start)
  const { bytes } = writer
  let { at } = writer
  for (let next = start; next < end; next++) bytes[at++] = from[next] ?? 0
  writer.at = at
}

/** Copies a whole number as it is written. */
export function copyWhole(reader: ByteReader, writer: ByteWriter): void {
  const { bytes, at } = reader
  let end = at
  while ((bytes[end] ?? 0) >= 128) end++
  reader.at = end + 1
  copyBytes(writer, bytes, at, end + 1)
}

/** Reads so many bytes, as a view of the ones read from. */
export function readBytes(reader: ByteReader, length: number): Uint8Array<ArrayBuffer> {
  const bytes = reader.bytes.subarray(reader.at, reader.at + length)
  reader.at += length
  return bytes
}

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** Writes well-formed text as its length and UTF-8. */
export function writeUtf8(writer: ByteWriter, text: string): void {
  const bytes = encoder.encode(text)
  writeWhole(writer, bytes.length)
  writeBytes(writer, bytes)
}

export function readUtf8(reader: ByteReader): string {
  return decoder.decode(readBytes(reader, readWhole(reader)))
}

const double = new DataView(new ArrayBuffer(8))

export function writeDouble(writer: ByteWriter, value: number): void {
  double.setFloat64(0, value)
  writeBytes(writer, new Uint8Array(double.buffer))
}

export function readDouble(reader: ByteReader): number {
  const at = reader.bytes.byteOffset + reader.at
  reader.at += 8
  return new DataView(reader.bytes.buffer, at, 8).getFloat64(0)
}

import {
  type ByteWriter,
  foldSign,
  makeRoom,
  putWhole,
  WHOLE_BYTES,
  writeDouble,
  writeUtf8,
  writeWhole,
} from '../pack/bytes.ts'
import { textId } from '../pack/texts.ts'
import { isPlainData, writeValue } from '../pack/value.ts'
import { cellOf } from '../records/cell.ts'
import { changeShapeOf, FLAG, INSTANT, MICROS, TEXT } from '../records/change-shape.ts'
import type { Changes } from '../records/changes.ts'
import type { Dictionary, Kind } from '../records/dictionary.ts'
import { frozen } from '../records/frozen.ts'
import type { NumberChanges } from '../records/number-fields.ts'
import {
  ABSENT,
  AS_TEXT,
  type CHANGED,
  type CREATED,
  DOUBLE,
  FIRST_DISTANCE,
  FIRST_STEP,
  LARGEST_DISTANCE,
  LARGEST_STEP,
  NOW,
  ODD_VALUE,
  type Op,
  PLAIN_VALUE,
  REMOVED,
  SCALE,
} from './format.ts'

/** What happened to the records of one unit, as it is written. */
export interface RunWriter {
  readonly bytes: ByteWriter
  /** The instant of the last entry. */
  time: number
}

/** Writes what became of a record of the unit by one fact: after a removal no changes are written. */
export function writeEntry(
  writer: RunWriter,
  dictionary: Dictionary,
  kind: Kind,
  slot: number,
  op: Op,
  time: number,
  changes: Changes,
): void {
  const { bytes } = writer
  writeHead(writer, slot, op, time)
  if (op === REMOVED) return
  const shape = changeShapeOf(kind.shapes, changes.fields, changes.count)
  writeWhole(bytes, shape.id)
  for (let i = 0; i < changes.count; i++) {
    const after = changes.after[i]
    // A field holds values of its own kind.
    switch (shape.ways[i]) {
      case MICROS:
        writeMicros(bytes, after as bigint | null, changes.before[i] as bigint | null)
        break
      case INSTANT:
        writeInstant(bytes, after as number | null, time)
        break
      case FLAG:
        writeWhole(bytes, after === null ? 2 : after === true ? 1 : 0)
        break
      case TEXT:
        writeWhole(bytes, textId(dictionary.texts, after as string | null) + 1)
        break
      default:
        writeAny(bytes, dictionary, after)
    }
  }
}

/**
 * The same of a record of which numbers alone changed, none of them to nothing.
 *
 * Room is made once, and the place in the bytes kept at hand: a replay writes one of these for nearly every fact.
 */
export function writeNumbers(
  writer: RunWriter,
  kind: Kind,
  slot: number,
  op: typeof CHANGED | typeof CREATED,
  time: number,
  { count, fields, before, after }: NumberChanges,
): void {
  const into = writer.bytes
  const { id, ways } = changeShapeOf(kind.shapes, fields, count)
  writeHead(writer, slot, op, time)
  makeRoom(into, WHOLE_BYTES * (count + 1))
  let at = putWhole(into.bytes, into.at, id)
  for (let i = 0; i < count; i++) {
    const now = after[i] ?? Number.NaN
    const step = now - orZero(before[i] ?? 0)
    const way = ways[i]
    if (way === MICROS && Math.abs(step) < LARGEST_STEP) at = putWhole(into.bytes, at, codeOfStep(step))
    else if (way === INSTANT && now === time) at = putWhole(into.bytes, at, NOW)
    else if (way === FLAG) at = putWhole(into.bytes, at, now)
    else {
      into.at = at
      if (way === MICROS) writeAsText(into, now)
      else writeInstant(into, now, time)
      makeRoom(into, WHOLE_BYTES * (count - i))
      at = into.at
    }
  }
  into.at = at
}

function writeHead(writer: RunWriter, slot: number, op: Op, time: number): void {
  const isLater = time !== writer.time
  writeWhole(writer.bytes, slot * 8 + op * 2 + (isLater ? 1 : 0))
  if (isLater) writeTime(writer.bytes, time, writer.time)
  writer.time = time
}

function writeTime(writer: ByteWriter, time: number, last: number): void {
  const distance = time - last
  if (Number.isInteger(time) && Number.isInteger(last) && Math.abs(distance) < LARGEST_DISTANCE)
    writeWhole(writer, 1 + foldSign(distance))
  else {
    writeWhole(writer, 0)
    writeDouble(writer, time)
  }
}

function writeMicros(writer: ByteWriter, after: bigint | null, before: bigint | null): void {
  const cell = cellOf(after)
  // That of a number beyond is no step at all.
  const step = cell - orZero(cellOf(before))
  if (after === null) writeWhole(writer, ABSENT)
  else if (Math.abs(step) < LARGEST_STEP) writeWhole(writer, codeOfStep(step))
  else writeAsText(writer, after)
}

function writeAsText(writer: ByteWriter, number: bigint | number): void {
  writeWhole(writer, AS_TEXT)
  writeUtf8(writer, number.toString())
}

/** What a number is counted from: whoever reads it takes what is absent or beyond for zero. */
function orZero(cell: number): number {
  return Number.isSafeInteger(cell) ? cell : 0
}

/** By how much a number changed, with the zeros of whole hundredths taken off. */
function codeOfStep(step: number): number {
  const size = Math.abs(step)
  const isScaled = size % SCALE === 0
  const digits = isScaled ? size / SCALE : size
  return FIRST_STEP + digits * 4 + (step < 0 ? 2 : 0) + (isScaled ? 1 : 0)
}

function writeInstant(writer: ByteWriter, after: number | null, time: number): void {
  if (after === null || Number.isNaN(after)) writeWhole(writer, ABSENT)
  else if (Object.is(after, time)) writeWhole(writer, NOW)
  else if (
    Number.isInteger(after) &&
    Number.isInteger(time) &&
    Math.abs(after - time) < LARGEST_DISTANCE &&
    !Object.is(after, -0)
  )
    writeWhole(writer, FIRST_DISTANCE + foldSign(after - time))
  else {
    writeWhole(writer, DOUBLE)
    writeDouble(writer, after)
  }
}

function writeAny(writer: ByteWriter, dictionary: Dictionary, value: unknown): void {
  frozen(value)
  if (isPlainData(value)) {
    writeWhole(writer, PLAIN_VALUE)
    writeValue(writer, value)
  } else {
    writeWhole(writer, ODD_VALUE)
    writeWhole(writer, dictionary.oddValues.push(value) - 1)
  }
}

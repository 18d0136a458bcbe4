import { type ByteReader, byteReader, readDouble, readUtf8, readWhole, unfoldSign } from '../pack/bytes.ts'
import { readValue } from '../pack/value.ts'
import { BEYOND, copyRow, putBeyond } from '../records/cell.ts'
import { FLAG, INSTANT, MICROS, TEXT } from '../records/change-shape.ts'
import type { Dictionary, UnitRows } from '../records/dictionary.ts'
import { frozen } from '../records/frozen.ts'
import type { State } from '../records/state.ts'
import type { Table } from '../records/table.ts'
import {
  AS_TEXT,
  CREATED,
  DOUBLE,
  FIRST_DISTANCE,
  FIRST_STEP,
  NOW,
  PLAIN_VALUE,
  REMOVED,
  SCALE,
} from './format.ts'

/** Where entries of one unit lie. */
export interface Run {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly start: number
  readonly end: number
  /** What the first instant is written against. */
  readonly time: number
}

/** Told after each entry: the kind of its record, the row, and when. */
export type Applied = (kind: number, row: number, time: number) => void

/** For what is rare: at the place in the bytes that is read next. */
const reader: ByteReader = byteReader(new Uint8Array(0))

/**
 * Does to the records of a unit what its entries through an instant tell: they must be as they were before the first.
 * Where the first entry after it stands in the bytes, or the end.
 *
 * This is what makes views fast: it reads no fact and runs no recipe. It is one long function that reads whole numbers in
 * place, because handing the place in the bytes from function to function takes four times as long.
 */
export function applyRun(
  { kinds, oddValues }: Dictionary,
  { kindOf, rowOf }: UnitRows,
  { bytes, start, end, time: base }: Run,
  through: number,
  state: State,
  applied?: Applied,
): number {
  let at = start
  let time = base
  reader.bytes = bytes
  while (at < end) {
    const entry = at
    // A whole number: seven bits a byte, the lowest first; shifts for the first 28 bits.
    let byte = bytes[at++] ?? 0
    let head = byte & 127
    if (byte >= 128) {
      byte = bytes[at++] ?? 0
      head |= (byte & 127) << 7
      if (byte >= 128) {
        reader.at = at
        head += readRest(14)
        at = reader.at
      }
    }
    if ((head & 1) === 1) {
      byte = bytes[at++] ?? 0
      let code = byte & 127
      if (byte >= 128) {
        byte = bytes[at++] ?? 0
        code |= (byte & 127) << 7
        if (byte >= 128) {
          byte = bytes[at++] ?? 0
          code |= (byte & 127) << 14
          if (byte >= 128) {
            byte = bytes[at++] ?? 0
            code |= (byte & 127) << 21
            if (byte >= 128) {
              reader.at = at
              code += readRest(28)
              at = reader.at
            }
          }
        }
      }
      if (code === 0) {
        reader.at = at
        time = readDouble(reader)
        at = reader.at
      } else time += unfoldSign(code - 1)
      if (time > through) return entry
    } else if (time > through) return entry
    const slot = head < 2 ** 31 ? head >>> 3 : Math.floor(head / 8)
    const kind = kinds[kindOf[slot] ?? -1]
    const row = rowOf[slot]
    const table = kind && state[kind.index]
    if (kind === undefined || row === undefined || table === undefined)
      throw new RangeError('an entry of a record that nobody knows')
    const op = (head >>> 1) & 3
    if (op === REMOVED) {
      table.exists[row] = 0
      applied?.(kind.index, row, time)
      continue
    }
    if (op === CREATED) copyRow(kind.initial, 0, table, row)
    byte = bytes[at++] ?? 0
    let id = byte & 127
    if (byte >= 128) {
      reader.at = at
      id += readRest(7)
      at = reader.at
    }
    const shape = kind.shapes.list[id]
    if (shape === undefined) throw new RangeError('an entry of a shape that nobody knows')
    const { ways, slots } = shape
    const { micros } = table
    for (let i = 0; i < ways.length; i++) {
      if (ways[i] !== MICROS) {
        reader.at = at
        readOther(table, ways[i] ?? 0, slots[i] ?? 0, row, time, oddValues)
        at = reader.at
        continue
      }
      byte = bytes[at++] ?? 0
      let code = byte & 127
      if (byte >= 128) {
        byte = bytes[at++] ?? 0
        code |= (byte & 127) << 7
        if (byte >= 128) {
          byte = bytes[at++] ?? 0
          code |= (byte & 127) << 14
          if (byte >= 128) {
            byte = bytes[at++] ?? 0
            code |= (byte & 127) << 21
            if (byte >= 128) {
              byte = bytes[at++] ?? 0
              code += (byte & 127) * 2 ** 28
              if (byte >= 128) {
                reader.at = at
                code += readRest(35)
                at = reader.at
              }
            }
          }
        }
      }
      const column = micros[slots[i] ?? 0]
      if (code >= FIRST_STEP) {
        // Of the fields that are not wanted there is no column.
        if (column === undefined) continue
        const step = code - FIRST_STEP
        const digits = step < 2 ** 31 ? step >>> 2 : Math.floor(step / 4)
        const size = (step & 1) === 1 ? digits * SCALE : digits
        const from = column[row] ?? 0
        column[row] = (from - from === 0 ? from : 0) + ((step & 2) === 0 ? size : -size)
      } else {
        reader.at = at
        readSpecial(table, slots[i] ?? 0, row, code)
        at = reader.at
      }
    }
    applied?.(kind.index, row, time)
  }
  return end
}

/** The rest of a whole number of which so many bits were read: what they are to be added to. */
function readRest(bits: number): number {
  return readWhole(reader) * 2 ** bits
}

function readSpecial(table: Table, slot: number, row: number, code: number): void {
  const column = table.micros[slot]
  if (code === AS_TEXT) {
    const value = BigInt(readUtf8(reader))
    const cell = Number(value)
    if (column === undefined) return
    column[row] = Number.isSafeInteger(cell) ? cell : BEYOND
    if (column[row] === BEYOND) putBeyond(table, slot, row, value)
  } else if (column !== undefined) column[row] = Number.NaN
}

function readOther(
  table: Table,
  way: number,
  slot: number,
  row: number,
  time: number,
  oddValues: readonly unknown[],
): void {
  if (way === INSTANT) {
    const instant = readInstant(time)
    const column = table.instants[slot]
    if (column !== undefined) column[row] = instant
  } else if (way === TEXT) {
    const text = readWhole(reader) - 1
    const column = table.texts[slot]
    if (column !== undefined) column[row] = text
  } else if (way === FLAG) {
    const code = readWhole(reader)
    const column = table.flags[slot]
    if (column !== undefined) column[row] = code === 2 ? -1 : code
  } else {
    const isPlain = readWhole(reader) === PLAIN_VALUE
    const value = isPlain ? frozen(readValue(reader)) : oddValues[readWhole(reader)]
    const column = table.values[slot]
    if (column !== undefined) column[row] = value
  }
}

function readInstant(time: number): number {
  const code = readWhole(reader)
  if (code === NOW) return time
  if (code >= FIRST_DISTANCE) return time + unfoldSign(code - FIRST_DISTANCE)
  return code === DOUBLE ? readDouble(reader) : Number.NaN
}

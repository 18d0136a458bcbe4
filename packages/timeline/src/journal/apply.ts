import { BEYOND, copyRow, putBeyond } from '../cell.ts'
import type { Dictionary, UnitRows } from '../dictionary.ts'
import { byteReader, readDouble, readUtf8, readWhole, unfoldSign } from '../pack/bytes.ts'
import { readValue } from '../pack/value.ts'
import { frozen } from '../same.ts'
import type { State } from '../state.ts'
import type { Table } from '../table.ts'
import {
  ABSENT,
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
import { type ChangeShape, FLAG, INSTANT, MICROS, TEXT } from './shape.ts'

/** Where entries of one unit lie. */
export interface Run {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly start: number
  readonly end: number
  /** What the first instant is written against. */
  readonly time: number
}

const reader = byteReader(new Uint8Array(0))

/**
 * Does to the records of a unit what its entries through an instant tell: they must be as they were before the first.
 *
 * This is what makes views fast: it reads no fact and runs no recipe.
 */
export function applyRun(
  { kinds, oddValues }: Dictionary,
  unit: UnitRows,
  { bytes, start, end, time: base }: Run,
  through: number,
  state: State,
): void {
  const { kindOf, rowOf } = unit
  reader.bytes = bytes
  reader.at = start
  let time = base
  while (reader.at < end) {
    const head = readWhole(reader)
    if (head % 2 === 1) time = readTime(time)
    if (time > through) return
    const slot = Math.floor(head / 8)
    const op = (head >>> 1) & 3
    const kind = kinds[kindOf[slot] ?? -1]
    const row = rowOf[slot]
    const table = kind && state[kind.index]
    if (kind === undefined || row === undefined || table === undefined)
      throw new RangeError('an entry of a record that nobody knows')
    if (op === REMOVED) {
      table.exists[row] = 0
      continue
    }
    if (op === CREATED) copyRow(kind.initial, 0, table, row)
    const shape = kind.shapes.list[readWhole(reader)]
    if (shape === undefined) throw new RangeError('an entry of a shape that nobody knows')
    readChanges(shape, table, row, time, oddValues)
  }
}

function readTime(last: number): number {
  const code = readWhole(reader)
  return code === 0 ? readDouble(reader) : last + unfoldSign(code - 1)
}

function readChanges(
  { ways, slots }: ChangeShape,
  table: Table,
  row: number,
  time: number,
  oddValues: readonly unknown[],
): void {
  for (let i = 0; i < ways.length; i++) {
    const slot = slots[i] ?? 0
    switch (ways[i]) {
      case MICROS:
        readMicros(table, slot, row)
        break
      case INSTANT: {
        const column = table.instants[slot]
        if (column !== undefined) column[row] = readInstant(time)
        break
      }
      case FLAG: {
        const code = readWhole(reader)
        const column = table.flags[slot]
        if (column !== undefined) column[row] = code === 2 ? -1 : code
        break
      }
      case TEXT: {
        const column = table.texts[slot]
        if (column !== undefined) column[row] = readWhole(reader) - 1
        break
      }
      default: {
        const isPlain = readWhole(reader) === PLAIN_VALUE
        const column = table.values[slot]
        const value = isPlain ? frozen(readValue(reader)) : oddValues[readWhole(reader)]
        if (column !== undefined) column[row] = value
      }
    }
  }
}

function readMicros(table: Table, slot: number, row: number): void {
  const code = readWhole(reader)
  const column = table.micros[slot]
  if (column === undefined) return
  if (code >= FIRST_STEP) {
    const step = code - FIRST_STEP
    const isScaled = step % 2 === 1
    const isDown = (step & 2) !== 0
    const digits = Math.floor(step / 4)
    const size = isScaled ? digits * SCALE : digits
    const from = column[row] ?? 0
    column[row] = (from - from === 0 ? from : 0) + (isDown ? -size : size)
  } else if (code === ABSENT) column[row] = Number.NaN
  else if (code === AS_TEXT) {
    const value = BigInt(readUtf8(reader))
    const cell = Number(value)
    if (Number.isSafeInteger(cell)) column[row] = cell
    else {
      column[row] = BEYOND
      putBeyond(table, slot, row, value)
    }
  }
}

function readInstant(time: number): number {
  const code = readWhole(reader)
  if (code === NOW) return time
  if (code >= FIRST_DISTANCE) return time + unfoldSign(code - FIRST_DISTANCE)
  return code === DOUBLE ? readDouble(reader) : Number.NaN
}

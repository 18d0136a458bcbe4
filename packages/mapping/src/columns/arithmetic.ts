import {
  formatMicros,
  type Micros,
  magnitude,
  multiply,
  ONE,
  ProjectionError,
  toMicros,
} from '@tidemark/projection'
import { MappingError } from '../errors.ts'
import type { Cell, ColumnReader, Row } from './cell.ts'

/** Something to reckon with: a column, or a number of the mapping's own. */
export type Operand = { readonly name: string; readonly read: ColumnReader } | number

/** Exact arithmetic in micros; `null` where any operand is empty. */
function reckoned(operands: readonly Operand[], reckon: (values: readonly Micros[]) => Micros): ColumnReader {
  return (row) => {
    const values: Micros[] = []
    for (const operand of operands) {
      const value = microsOf(operand, row)
      if (value === null) return null
      values.push(value)
    }
    return formatMicros(reckon(values))
  }
}

/** A quantity times a price, say; rounded half away from zero to a millionth. */
export const productOf = (operands: readonly Operand[]) =>
  reckoned(operands, (values) => values.reduce((product, value) => multiply(product, value), ONE))

export const sumOf = (operands: readonly Operand[]) =>
  reckoned(operands, (values) => values.reduce((sum, value) => sum + value, 0n))

export const differenceOf = (from: Operand, less: Operand) =>
  reckoned([from, less], ([a = 0n, b = 0n]) => a - b)

export const negativeOf = (operand: Operand) => reckoned([operand], ([value = 0n]) => -value)

export const magnitudeOf = (operand: Operand) => reckoned([operand], ([value = 0n]) => magnitude(value))

function microsOf(operand: Operand, row: Row): Micros | null {
  if (typeof operand === 'number') return toMicros(operand)
  const cell = operand.read(row)
  return cell === null ? null : microsOfCell(operand.name, cell)
}

/** The number in a cell. Throws MappingError `UNREADABLE_CELL`. */
export function microsOfCell(name: string, cell: Exclude<Cell, null>): Micros {
  try {
    return toMicros(typeof cell === 'boolean' ? String(cell) : cell)
  } catch (error) {
    if (!(error instanceof ProjectionError)) throw error
    throw new MappingError('UNREADABLE_CELL', `${name} ${error.message}`)
  }
}

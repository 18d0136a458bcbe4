import type { Micros } from '@tidemark/projection'
import { toMicros } from '@tidemark/projection'
import { microsOfCell } from './columns/arithmetic.ts'
import type { Cell, Row } from './columns/cell.ts'
import type { Columns } from './columns/columns.ts'
import type { Test } from './mapping.ts'

/** Whether a row is what a rule is for. */
export type Condition = (row: Row) => boolean

/** All tests of a `when` must hold. */
export function conditionOf(when: { readonly [column: string]: Test }, columns: Columns): Condition {
  const tests = Object.entries(when).map(([name, test]) => {
    const read = columns.reader(name)
    const holds = testOf(name, test)
    return (row: Row) => holds(read(row))
  })
  return (row) => tests.every((holds) => holds(row))
}

function testOf(name: string, test: Test): (cell: Cell) => boolean {
  if (typeof test === 'string' || Array.isArray(test)) return isOneOf(test)
  const { is, isNot, given, startsWith, above, below } = test
  const isExcluded = isNot === undefined ? undefined : isOneOf(isNot)
  const tests: readonly (((cell: Cell) => boolean) | undefined)[] = [
    is === undefined ? undefined : isOneOf(is),
    isExcluded && ((cell) => !isExcluded(cell)),
    given === undefined ? undefined : (cell) => (cell !== null) === given,
    startsWith === undefined ? undefined : (cell) => textOf(cell).startsWith(startsWith),
    above === undefined ? undefined : compared(name, (value) => value > toMicros(above)),
    below === undefined ? undefined : compared(name, (value) => value < toMicros(below)),
  ]
  return (cell) => tests.every((holds) => holds === undefined || holds(cell))
}

function isOneOf(values: string | readonly string[]): (cell: Cell) => boolean {
  const texts = new Set(typeof values === 'string' ? [values] : values)
  return (cell) => texts.has(textOf(cell))
}

/** An empty cell is neither above nor below anything. */
function compared(name: string, holds: (value: Micros) => boolean): (cell: Cell) => boolean {
  return (cell) => cell !== null && holds(microsOfCell(name, cell))
}

function textOf(cell: Cell): string {
  return cell === null ? '' : String(cell)
}

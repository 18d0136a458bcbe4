import { stringify } from 'csv-stringify/sync'
import type { Cell, Column, ColumnKind } from './column.ts'

/** Rows turned into text at a time. */
const BATCH = 256

/** What a spreadsheet takes for the start of a formula. */
const FORMULA = /^[=+\-@\t\r]/

/**
 * Writes rows as CSV: a header, then a line a row, ended by LF; nothing where a cell is `null`.
 *
 * A text that a spreadsheet would run as a formula (it begins with `=`, `+`, `-` or `@`) gets a `'` in front; numbers
 * stay as they are.
 *
 * @example
 * for (const text of csv(view.levels(), columns)) file.write(text)
 */
export function* csv<Row>(
  rows: Iterable<Row>,
  columns: readonly Column<Row>[],
): Generator<string, void, undefined> {
  yield stringify([columns.map(({ name }) => name)])
  let batch: string[][] = []
  for (const row of rows) {
    batch.push(columns.map(({ kind, of }) => csvCell(of(row), kind)))
    if (batch.length < BATCH) continue
    yield stringify(batch)
    batch = []
  }
  if (batch.length > 0) yield stringify(batch)
}

function csvCell(cell: Cell, kind: ColumnKind): string {
  if (cell === null) return ''
  const text = String(cell)
  return kind === 'text' && FORMULA.test(text) ? `'${text}` : text
}

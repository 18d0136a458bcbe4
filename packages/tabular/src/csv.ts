import { type Cell, type Column, type ColumnKind, isNumeric } from './column.ts'
import { isDecimal, withoutFormula } from './formula.ts'

/** How CSV is written. */
export interface CsvOptions {
  /** A byte order mark in front, by which Excel knows that the file is UTF-8. */
  readonly bom?: boolean | undefined
  /** What ends a line: LF when left out, as pipes like it; RFC 4180 asks for CRLF. */
  readonly lineEnd?: '\n' | '\r\n' | undefined
}

/** What RFC 4180 wants in quotes. */
const QUOTED = /[",\r\n]/

/**
 * Writes rows as CSV: a header, then a line a row; nothing where a cell is `null`.
 *
 * A text that a spreadsheet would run as a formula (it begins with `=`, `+`, `-` or `@`) gets a `'` in front; numbers
 * stay as they are.
 *
 * @example
 * for (const text of csv(view.levels(), columns, { lineEnd: '\r\n' })) file.write(text)
 */
export function* csv<Row>(
  rows: Iterable<Row>,
  columns: readonly Column<Row>[],
  { bom = false, lineEnd = '\n' }: CsvOptions = {},
): Generator<string, void, undefined> {
  yield (bom ? '\ufeff' : '') + columns.map(({ name }) => textCell(name)).join(',') + lineEnd
  for (const row of rows) {
    yield columns.map(({ kind, of }) => csvCell(of(row), kind)).join(',') + lineEnd
  }
}

function csvCell(cell: Cell, kind: ColumnKind): string {
  if (cell === null) return ''
  const text = String(cell)
  if (kind === 'instant' || (isNumeric(kind) && isDecimal(text))) return text
  return textCell(text)
}

function textCell(text: string): string {
  const safe = withoutFormula(text)
  return QUOTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

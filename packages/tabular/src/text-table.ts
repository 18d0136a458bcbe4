import { type Cell, type Column, type ColumnKind, isNumeric } from './column.ts'
import { displayWidth, withoutControls } from './display-width.ts'

const GAP = '  '

/** What has to fit into a column. */
interface Measure {
  text: number
  /** Of numbers: the longest before the point, and the longest from the point on. */
  whole: number
  fraction: number
  isEmpty: boolean
}

/**
 * Lays rows out as text in aligned columns, numbers by their decimal point. A column without any content is left out.
 *
 * The rows are gone through twice, first to measure and then to write, so that none has to be kept: `rows` gives them
 * anew each time.
 *
 * @example
 * for (const line of textTable(() => rows, columns)) process.stdout.write(line)
 */
export function* textTable<Row>(
  rows: () => Iterable<Row>,
  columns: readonly Column<Row>[],
): Generator<string, void, undefined> {
  const { count, measures } = measure(rows(), columns)
  if (count === 0) {
    yield '(none)\n'
    return
  }
  const shown = columns.flatMap((column, index) => {
    const found = measures[index]
    return found === undefined || found.isEmpty ? [] : [{ column, width: widthOf(column, found), found }]
  })
  yield lineOf(shown.map(({ column, width }) => align(column.name, width, column.kind)))
  yield lineOf(shown.map(({ width }) => '-'.repeat(width)))
  for (const row of rows()) {
    yield lineOf(
      shown.map(({ column, width, found }) => {
        const text = shownText(column.of(row), column.kind)
        return isNumeric(column.kind)
          ? alignNumber(text, width, found.fraction)
          : align(text, width, column.kind)
      }),
    )
  }
}

function measure<Row>(
  rows: Iterable<Row>,
  columns: readonly Column<Row>[],
): { readonly count: number; readonly measures: readonly Measure[] } {
  const measured = columns.map((column) => ({
    column,
    found: { text: 0, whole: 0, fraction: 0, isEmpty: true },
  }))
  let count = 0
  for (const row of rows) {
    count++
    for (const { column, found } of measured)
      widen(found, shownText(column.of(row), column.kind), column.kind)
  }
  return { count, measures: measured.map(({ found }) => found) }
}

function widen(found: Measure, text: string, kind: ColumnKind): void {
  if (text === '') return
  found.isEmpty = false
  if (isNumeric(kind)) {
    const whole = wholeLength(text)
    found.whole = Math.max(found.whole, whole)
    found.fraction = Math.max(found.fraction, text.length - whole)
  } else {
    found.text = Math.max(found.text, displayWidth(text))
  }
}

function widthOf(column: { readonly name: string; readonly kind: ColumnKind }, found: Measure): number {
  const content = isNumeric(column.kind) ? found.whole + found.fraction : found.text
  return Math.max(displayWidth(column.name), content)
}

function wholeLength(text: string): number {
  const point = text.indexOf('.')
  return point < 0 ? text.length : point
}

function align(text: string, width: number, kind: ColumnKind): string {
  const padding = ' '.repeat(Math.max(0, width - displayWidth(text)))
  return isNumeric(kind) ? padding + text : text + padding
}

function alignNumber(text: string, width: number, fraction: number): string {
  return (text + ' '.repeat(fraction - Math.min(fraction, text.length - wholeLength(text)))).padStart(width)
}

function lineOf(cells: readonly string[]): string {
  return cells.join(GAP).trimEnd() + '\n'
}

/** A cell as a table shows it: nothing for `null`, an instant without the zeros it ends in. */
export function shownText(cell: Cell, kind: ColumnKind): string {
  if (cell === null) return ''
  const text = withoutControls(String(cell))
  return kind === 'instant' ? text.replace(/(?::00)?\.000Z$/, 'Z') : text
}

import { type ColumnKind, isNumeric } from '../column.ts'
import { textXml } from './cell.ts'
import { style } from './styles.ts'

/** A column of a sheet: its heading, and what it usually holds. */
export interface SheetColumn {
  readonly name: string
  readonly kind: ColumnKind
}

/** What stands in a sheet. */
export interface Sheet<Row> {
  readonly columns: readonly SheetColumn[]
  readonly rows: Iterable<Row>
  /** The XML of the cells of a row, which is that line of the sheet, from 2 on. */
  readonly cells: (row: Row, line: number) => string
  /** Whether the heading has buttons by which rows are picked. */
  readonly filter: boolean
}

const START =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
  '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews>' +
  '<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' +
  '<selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView></sheetViews>' +
  '<sheetFormatPr defaultRowHeight="15"/>'

const END =
  '<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/></worksheet>'

/**
 * The XML of a sheet: a heading that stays in place, and a line a row.
 *
 * The widths of the columns are those of what they usually hold, since they stand before the rows.
 */
export function* sheetXml<Row>({
  columns,
  rows,
  cells,
  filter,
}: Sheet<Row>): Generator<string, void, undefined> {
  const headings = columns.map(({ name }, index) => textXml(`${lettersOf(index)}1`, name, style.heading))
  yield `${START}<cols>${columns.map(widthXml).join('')}</cols><sheetData><row r="1">${headings.join('')}</row>`
  let line = 1
  for (const row of rows) {
    line++
    yield `<row r="${line}">${cells(row, line)}</row>`
  }
  yield '</sheetData>'
  if (filter) yield `<autoFilter ref="A1:${lettersOf(columns.length - 1)}${line}"/>`
  yield END
}

function widthXml({ name, kind }: SheetColumn, index: number): string {
  const usual = kind === 'instant' ? 25 : isNumeric(kind) ? 16 : 22
  const width = Math.max(usual, name.length + 4)
  return `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`
}

/** The letters of a column: 0 is A, 26 is AA. */
export function lettersOf(index: number): string {
  const before = Math.floor(index / 26)
  const letter = String.fromCharCode(65 + (index % 26))
  return before === 0 ? letter : lettersOf(before - 1) + letter
}

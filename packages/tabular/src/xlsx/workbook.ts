import type { Column } from '../column.ts'
import type { Fact, Report } from '../report.ts'
import { cellXml, type Departures, textXml } from './cell.ts'
import { inSheets } from './in-sheets.ts'
import { contentTypesXml, rootXml, type WrittenSheet, workbookRelationsXml, workbookXml } from './parts.ts'
import { lettersOf, type Sheet, sheetXml } from './sheet.ts'
import { sheetNames } from './sheet-names.ts'
import { style, stylesXml } from './styles.ts'
import { type ZipEntry, zip } from './zip.ts'

/** The lines a sheet of Excel can have, its heading among them. */
const MOST_LINES = 1_048_576

/**
 * Writes a report as an Excel workbook (.xlsx): a sheet of what it stands for, then one for each table. Rows beyond what
 * a sheet can have go on in a second one.
 *
 * Texts are texts, whatever they begin with; a number of more digits than a cell holds (15) is text too, and the
 * summary says how many there are.
 */
export function workbook(
  report: Report,
  linesPerSheet: number = MOST_LINES,
): Generator<Uint8Array, void, undefined> {
  return zip(entriesOf(report, linesPerSheet))
}

/** The files of the archive. The summary comes last, because it tells of what the others came to. */
function* entriesOf(report: Report, linesPerSheet: number): Generator<ZipEntry, void, undefined> {
  const departures: Departures = { numbersAsText: 0, textsCut: 0 }
  const counts: Fact[] = []
  const nameOf = sheetNames()
  const sheets: WrittenSheet[] = [{ name: nameOf('Summary'), path: pathOf(1) }]
  yield { name: '_rels/.rels', text: [rootXml] }
  yield { name: 'xl/styles.xml', text: [stylesXml] }
  for (const { title, columns, rows } of report.tables) {
    const parts = inSheets(rows(), linesPerSheet - 1)
    do {
      const path = pathOf(sheets.length + 1)
      const cells = cellsOf(columns, departures)
      yield { name: path, text: sheetXml({ columns, rows: parts.sheet(), cells, filter: true }) }
      sheets.push({ name: nameOf(title), path })
    } while (!parts.isEnded())
    counts.push({ name: `Rows of ${title}`, kind: 'number', value: parts.count() })
  }
  const facts = [...report.summary, ...counts, ...factsOf(departures)]
  yield { name: pathOf(1), text: sheetXml(summarySheet(facts, departures)) }
  yield { name: 'xl/workbook.xml', text: [workbookXml(sheets)] }
  yield { name: 'xl/_rels/workbook.xml.rels', text: [workbookRelationsXml(sheets)] }
  yield { name: '[Content_Types].xml', text: [contentTypesXml(sheets)] }
}

function pathOf(number: number): string {
  return `xl/worksheets/sheet${number}.xml`
}

function cellsOf<Row>(columns: readonly Column<Row>[], departures: Departures): Sheet<Row>['cells'] {
  const lettered = columns.map((column, index) => ({ letters: lettersOf(index), ...column }))
  return (row, line) => {
    let xml = ''
    for (const { letters, kind, of } of lettered) xml += cellXml(letters + line, of(row), kind, departures)
    return xml
  }
}

function summarySheet(facts: readonly Fact[], departures: Departures): Sheet<Fact> {
  return {
    columns: [
      { name: 'Summary', kind: 'text' },
      { name: 'Value', kind: 'instant' },
    ],
    rows: facts,
    cells: ({ name, kind, value }, line) =>
      textXml(`A${line}`, name, style.text) + cellXml(`B${line}`, value, kind, departures),
    filter: false,
  }
}

function factsOf({ numbersAsText, textsCut }: Departures): readonly Fact[] {
  return [
    ...countUnlessZero('Numbers written as text, of more than 15 digits', numbersAsText),
    ...countUnlessZero('Texts cut to the length of a cell', textsCut),
  ]
}

function countUnlessZero(name: string, value: number): readonly Fact[] {
  return value === 0 ? [] : [{ name, kind: 'number', value }]
}

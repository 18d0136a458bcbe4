import { csv } from './csv.ts'
import type { FileFormat } from './file-format.ts'
import { jsonLines, jsonObject } from './json.ts'
import type { Report } from './report.ts'
import { utf8 } from './utf8.ts'
import { workbook } from './xlsx/workbook.ts'

/** How a report is written. */
export interface ReportOptions {
  /** CSV only: a byte order mark in front, by which Excel knows that the file is UTF-8. */
  readonly bom?: boolean | undefined
}

/**
 * Writes a report as the bytes of a file, piece by piece: its rows are gone through once and none is kept. The same
 * report gives the same bytes on every machine, at any time and in any time zone.
 *
 * @throws RangeError when an Excel file would outgrow what its format can hold (4 GiB).
 * @example
 * const only = { item: null, branch: null }
 * const report = levelsReport({ moment, digest: view.digest(), only, rows: () => view.levels() })
 * await pipeline(Readable.from(reportBytes(report, 'xlsx')), createWriteStream('levels.xlsx'))
 */
export function reportBytes(
  report: Report,
  format: FileFormat,
  { bom }: ReportOptions = {},
): Generator<Uint8Array, void, undefined> {
  const [main] = report.tables
  switch (format) {
    case 'csv':
      return utf8(csv(main.rows(), main.columns, { bom, lineEnd: '\r\n' }))
    case 'jsonl':
      return utf8(jsonLines(main.rows()))
    case 'json':
      return utf8(jsonObject({ ...report.head, ...listsOf(report) }))
    case 'xlsx':
      return workbook(report)
  }
}

function listsOf({ tables }: Report): Readonly<Record<string, Iterable<object>>> {
  return Object.fromEntries(tables.map(({ key, rows }) => [key, once(rows)]))
}

/** Rows that are asked for when their turn comes, and no sooner. */
function* once(rows: () => Iterable<object>): Generator<object, void, undefined> {
  yield* rows()
}

import type { Column } from './column.ts'
import { csv } from './csv.ts'
import { jsonArray, jsonLines, jsonObject } from './json.ts'
import { textRecord } from './text-record.ts'
import { textTable } from './text-table.ts'

/** The forms rows can be written in. */
export const formats = ['table', 'json', 'jsonl', 'csv'] as const

export type Format = (typeof formats)[number]

/**
 * Writes rows in a format, piece by piece: none is kept. JSON has the rows as they are, table and CSV their columns.
 *
 * `rows` gives the rows anew each time it is called; a table goes through them twice.
 *
 * @example
 * for (const text of formatRows('csv', () => view.levels(), columns)) process.stdout.write(text)
 */
export function formatRows<Row extends object>(
  format: Format,
  rows: () => Iterable<Row>,
  columns: readonly Column<Row>[],
): Iterable<string> {
  switch (format) {
    case 'table':
      return textTable(rows, columns)
    case 'json':
      return jsonArray(rows())
    case 'jsonl':
      return jsonLines(rows())
    case 'csv':
      return csv(rows(), columns)
  }
}

/** Writes one object in a format: `name  value` lines, a JSON object, one JSON line, or a header and one row. */
export function formatObject<Row extends object>(
  format: Format,
  object: Row,
  columns: readonly Column<Row>[],
): Iterable<string> {
  switch (format) {
    case 'table':
      return textRecord(object, columns)
    case 'json':
      return jsonObject(object)
    case 'jsonl':
      return jsonLines([object])
    case 'csv':
      return csv([object], columns)
  }
}

import { type Cell, type ColumnKind, columnsOf } from './column.ts'
import { type Report, reportTable } from './report.ts'

/** A report of one table, for tests of how it is written. */
export function aReport<Row extends object>(
  kinds: Readonly<Record<keyof Row & string, ColumnKind>>,
  rows: readonly Row[],
): Report {
  return { head: {}, summary: [], tables: [reportTable('Rows', 'rows', columnsOf<Row>(kinds), () => rows)] }
}

/** A report of one cell. */
export function aCell(kind: ColumnKind, value: Cell): Report {
  return aReport<{ readonly cell: Cell }>({ cell: kind }, [{ cell: value }])
}

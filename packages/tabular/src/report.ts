import type { Cell, Column, ColumnKind } from './column.ts'

/** One figure or word about a report as a whole, a line of its summary. */
export interface Fact {
  readonly name: string
  readonly kind: ColumnKind
  readonly value: Cell
}

/** One table of a report, whatever its rows are. */
export interface ReportTable {
  /** Its heading: the name of the sheet in Excel. */
  readonly title: string
  /** The name of its list in JSON. */
  readonly key: string
  readonly columns: readonly Column<object>[]
  /** Gives the rows anew each time it is called, as JSON has them. */
  readonly rows: () => Iterable<object>
}

/** What can be written to a file: tables, and what they stand for. */
export interface Report {
  /** What its JSON says before its lists. */
  readonly head: object
  /** What its first sheet says in Excel. */
  readonly summary: readonly Fact[]
  /** CSV and JSON Lines have the first of them alone. */
  readonly tables: readonly [ReportTable, ...ReportTable[]]
}

/**
 * A table of a report.
 *
 * @example
 * const table = reportTable('Levels', 'rows', columnsOf<LevelRow>({ item: 'text', onHand: 'number' }), () => view.levels())
 */
export function reportTable<Row extends object>(
  title: string,
  key: string,
  columns: readonly Column<Row>[],
  rows: () => Iterable<Row>,
): ReportTable {
  // A table is only ever asked for the cells of its own rows, and those are of this type.
  return { title, key, columns: columns as readonly Column<object>[], rows }
}

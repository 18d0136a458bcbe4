/** What stands in a column of a row once it is read; `null` where nothing does. */
export type Cell = string | number | boolean | null

/** A row with what reading it needs. */
export interface Row {
  /** Of the rows after the header, from 1. */
  readonly number: number
  readonly cells: readonly string[]
  /** Columns already read: several events of a row name the same ones. */
  readonly read: Map<string, Cell>
}

/** Reads a column of a row. Throws MappingError for a cell that is not what it should be. */
export type ColumnReader = (row: Row) => Cell

/** What stands in a cell: decimal strings stay as they are, `null` where there is nothing. */
export type Cell = string | number | boolean | null

/**
 * What a column holds; it decides over alignment, over the number format in Excel and, in CSV, over what a spreadsheet
 * might take for a formula. An `amount` is a number of money: Excel shows two decimals of it, or as many as it has.
 */
export type ColumnKind = 'text' | 'number' | 'amount' | 'instant'

/** One column of a table or a CSV file: its heading and where its cells come from. */
export interface Column<Row> {
  readonly name: string
  readonly kind: ColumnKind
  readonly of: (row: Row) => Cell
}

/** Whether a column is one of figures, quantities or money. */
export function isNumeric(kind: ColumnKind): boolean {
  return kind === 'number' || kind === 'amount'
}

/**
 * Columns of the fields of a row that have the column's name.
 *
 * @example
 * const columns = columnsOf<LevelRow>({ item: 'text', onHand: 'number', lastSoldOn: 'instant' })
 */
export function columnsOf<Row extends object>(
  kinds: Partial<Readonly<Record<keyof Row & string, ColumnKind>>>,
): readonly Column<Row>[] {
  return Object.entries(kinds).map(([name, kind]) => ({
    name,
    // `Object.entries` types the values of an object as `unknown` when its keys are generic.
    kind: kind as ColumnKind,
    of: (row) => toCell(Reflect.get(row, name)),
  }))
}

/** The cell of any value of JSON: lists become text, their parts separated by `; `. */
export function toCell(value: unknown): Cell {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  if (Array.isArray(value)) return value.map((part) => String(toCell(part))).join('; ')
  return JSON.stringify(value)
}

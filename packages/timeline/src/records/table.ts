import type { FieldKind, Fields, Micros } from '@tidemark/projection'

/** Where a field of a record is kept: the columns of its kind, and which of them. */
export interface Place {
  readonly name: string
  readonly kind: FieldKind
  /** Number of the column among those of the same field kind. */
  readonly slot: number
}

/** The records of one kind in one state: row `i` of every column is record `i`. */
export interface Table {
  readonly places: readonly Place[]
  /** 1 where the record is there; a row beyond the end is not there. */
  exists: Uint8Array<ArrayBuffer>
  /** Whole micros, which a double holds exactly; NaN where absent, Infinity where they stand in `beyond`. */
  micros: Float64Array<ArrayBuffer>[]
  /** Milliseconds; NaN where absent. */
  instants: Float64Array<ArrayBuffer>[]
  flags: Int8Array<ArrayBuffer>[]
  /** Numbers of texts. */
  texts: Int32Array<ArrayBuffer>[]
  /** JSON values, frozen. Kept as they are: numbering them would keep every value there ever was. */
  values: unknown[][]
  /** Micros that no double holds exactly, by row and column. */
  beyond: Map<number, Micros> | undefined
}

/** The column of a field of micros or instants. */
export function doublesIn({ micros, instants }: Table, { kind, slot }: Place): Float64Array {
  return (kind === 'micros' ? micros : instants)[slot] ?? new Float64Array(0)
}

/** The places of the fields of a record kind, in the order of declaration. */
export function placesOf(fields: Fields): readonly Place[] {
  const used = { micros: 0, instant: 0, flag: 0, text: 0, json: 0 }
  return Object.entries(fields).map(([name, { kind }]) => ({ name, kind, slot: used[kind]++ }))
}

/** An empty table; where only some fields are wanted, there are gaps in place of the columns of the others. */
export function createTable(places: readonly Place[], rows: number, wanted?: readonly string[]): Table {
  const columns = <Column>(kind: FieldKind, make: () => Column): Column[] => {
    const found: Column[] = []
    for (const place of places) {
      if (place.kind !== kind) continue
      found.length = place.slot + 1
      if (wanted === undefined || wanted.includes(place.name)) found[place.slot] = make()
    }
    return found
  }
  return {
    places,
    exists: new Uint8Array(rows),
    micros: columns('micros', () => new Float64Array(rows)),
    instants: columns('instant', () => new Float64Array(rows)),
    flags: columns('flag', () => new Int8Array(rows)),
    texts: columns('text', () => new Int32Array(rows)),
    values: columns('json', () => new Array<unknown>(rows).fill(null)),
    beyond: undefined,
  }
}

/** A copy with room for `rows` rows. */
export function copyTable(table: Table, rows: number): Table {
  const copy = createTable(table.places, rows)
  const length = Math.min(rows, table.exists.length)
  copyColumns([table.exists], [copy.exists], length)
  copyColumns(table.micros, copy.micros, length)
  copyColumns(table.instants, copy.instants, length)
  copyColumns(table.flags, copy.flags, length)
  copyColumns(table.texts, copy.texts, length)
  copy.values = table.values.map((column) => resized(column, rows))
  copy.beyond = table.beyond === undefined ? undefined : new Map(table.beyond)
  return copy
}

interface Column<Self> {
  set(cells: Self): void
  subarray(from: number, to: number): Self
}

function copyColumns<C extends Column<C>>(from: readonly C[], to: readonly C[], length: number): void {
  for (const [slot, column] of from.entries()) to[slot]?.set(column.subarray(0, length))
}

function resized(column: readonly unknown[], rows: number): unknown[] {
  const copy = column.slice(0, rows)
  for (let row = copy.length; row < rows; row++) copy.push(null)
  return copy
}

/** Makes room for a row, with some to spare, so that growing row by row costs little. */
export function growTable(table: Table, row: number): void {
  if (row < table.exists.length) return
  resizeTable(table, Math.max(row + 1, Math.ceil(table.exists.length * 1.5), 16))
}

export function resizeTable(table: Table, rows: number): void {
  Object.assign(table, copyTable(table, rows))
}

/** Whether the record of a row is there. */
export function hasRow(table: Table, row: number): boolean {
  return table.exists[row] === 1
}

import { compiled, type Micros, SURE } from '@tidemark/projection'
import { microsOf } from './cell.ts'
import type { Kind } from './dictionary.ts'
import type { PlainRecord } from './record.ts'
import type { Place, Table } from './table.ts'

/** The numbers of a record as doubles, by field; NaN where there is none. */
export interface NumberRecord {
  [field: string]: number
}

/** The numbers of a record that shortcuts read and change, and what they were when changes were last taken. */
export interface NumberPair {
  /** What shortcuts are given: each field reads and writes its cell. */
  readonly record: NumberRecord
  /** By number of the field among those that are numbers. */
  readonly cells: Float64Array<ArrayBuffer>
  readonly before: Float64Array<ArrayBuffer>
}

/** The fields in which the numbers of a record changed. */
export interface NumberChanges {
  /** How many; what lies beyond in the lists is of earlier times. */
  count: number
  /** By number of the field among all of the kind. */
  readonly fields: number[]
  readonly before: Float64Array<ArrayBuffer>
  readonly after: Float64Array<ArrayBuffer>
}

/** The fields of a kind of record that are numbers, as shortcuts read and change them. */
export interface NumberFields {
  readonly places: readonly Place[]
  /** The number of each among all fields of the kind. */
  readonly numbers: readonly number[]
  /** Pairs that nobody uses any more. */
  readonly idle: NumberPair[]
  /** Makes the record of some cells. */
  readonly make: (cells: Float64Array<ArrayBuffer>) => NumberRecord
  /** Takes the numbers of a row; false where one of them is too large to be sure. */
  readonly takeRow: (table: Table, row: number, into: Float64Array<ArrayBuffer>) => boolean
}

const numeric: ReadonlySet<string> = new Set(['micros', 'instant', 'flag'])

/** What shortcuts need of a kind; `undefined` where compiling is not allowed. */
export function numberFieldsOf(kind: Kind): NumberFields | undefined {
  if (kind.numberFields === undefined) kind.numberFields = compileFields(kind) ?? null
  return kind.numberFields ?? undefined
}

/** More fields than any kind of record is likely to have; beyond them there are no shortcuts. */
const MOST_FIELDS = 64

export function noNumberChanges(): NumberChanges {
  return {
    count: 0,
    fields: [],
    before: new Float64Array(MOST_FIELDS),
    after: new Float64Array(MOST_FIELDS),
  }
}

/** A pair for a record, with whatever its last user left in it. */
export function takeIdle(fields: NumberFields): NumberPair {
  return fields.idle.pop() ?? newPair(fields)
}

function newPair({ places, make }: NumberFields): NumberPair {
  const cells = new Float64Array(places.length)
  return { record: make(cells), cells, before: new Float64Array(places.length) }
}

/** Finds what changed in a pair; false where a number was lost, or is too large to be sure: {@link SURE}. */
export function findNumberChanges(
  { numbers }: NumberFields,
  { cells, before }: NumberPair,
  changes: NumberChanges,
): boolean {
  let count = 0
  for (let at = 0; at < cells.length; at++) {
    const now = cells[at] ?? Number.NaN
    const was = before[at] ?? Number.NaN
    if (now === was || (Number.isNaN(now) && Number.isNaN(was))) continue
    if (!(now < SURE && now > -SURE)) return false
    changes.fields[count] = numbers[at] ?? 0
    changes.before[count] = was
    changes.after[count++] = now
  }
  changes.count = count
  return true
}

/** Names that no field of the class below may have. */
const taken: ReadonlySet<string> = new Set(['__proto__', 'constructor'])

function compileFields({ places }: Kind): NumberFields | undefined {
  const fields = places.filter(({ kind }) => numeric.has(kind))
  if (fields.length > MOST_FIELDS || fields.some(({ name }) => taken.has(name))) return undefined
  const accessors = fields.map(({ name }, at) => {
    const field = JSON.stringify(name)
    return `get ${field}() { return this.#cells[${at}] } set ${field}(number) { this.#cells[${at}] = number }`
  })
  const make = compiled<() => NumberFields['make']>(
    '',
    `class Numbers { #cells; constructor(cells) { this.#cells = cells } ${accessors.join(' ')} }
    return (cells) => new Numbers(cells)`,
  )
  const takeRow = compiled<NumberFields['takeRow']>(
    'table, row, into',
    `const micros = table.micros, instants = table.instants, flags = table.flags
    let cell = 0.5
    ${fields.map(takeCell).join('\n')}
    return true`,
  )
  if (make === undefined || takeRow === undefined) return undefined
  return {
    places: fields,
    numbers: fields.map((field) => places.indexOf(field)),
    idle: [],
    make: make(),
    takeRow,
  }
}

function takeCell({ kind, slot }: Place, at: number): string {
  if (kind === 'flag') return `cell = flags[${slot}][row]; into[${at}] = cell < 0 ? NaN : cell`
  const column = kind === 'micros' ? 'micros' : 'instants'
  return `cell = ${column}[${slot}][row]
    if (cell >= ${SURE} || cell <= -${SURE}) return false
    into[${at}] = cell`
}

/** Whether a number may be changed by shortcuts. */
function isSure(value: number): boolean {
  return Number.isNaN(value) || (value < SURE && value > -SURE)
}

/** Takes the numbers of a record; false where one of them is too large to be sure. */
export function takeRecord(
  { places }: NumberFields,
  record: PlainRecord,
  into: Float64Array<ArrayBuffer>,
): boolean {
  for (const [at, { name }] of places.entries()) {
    const value = record[name]
    const number = value === null ? Number.NaN : Number(value)
    if (!isSure(number)) return false
    into[at] = number
  }
  return true
}

/** Puts numbers into a record. */
export function putIntoRecord(
  { places }: NumberFields,
  cells: Float64Array<ArrayBuffer>,
  record: PlainRecord,
): void {
  for (const [at, { name, kind }] of places.entries()) {
    const number = cells[at] ?? Number.NaN
    const there = record[name]
    // Mostly it is there already, and a new bigint would be made for nothing.
    if (there === null ? Number.isNaN(number) : Number(there) === number) continue
    record[name] = asField(kind, number)
  }
}

function asField(kind: Place['kind'], number: number): Micros | number | boolean | null {
  if (kind === 'micros') return microsOf(number)
  if (Number.isNaN(number)) return null
  return kind === 'flag' ? number === 1 : number
}

/** Puts numbers into a row of a table. */
export function putIntoRow(
  { places }: NumberFields,
  cells: Float64Array<ArrayBuffer>,
  table: Table,
  row: number,
): void {
  for (let at = 0; at < places.length; at++) {
    const place = places[at]
    if (place === undefined) continue
    const { kind, slot } = place
    const number = cells[at] ?? Number.NaN
    if (kind === 'flag') {
      const column = table.flags[slot]
      if (column !== undefined) column[row] = Number.isNaN(number) ? -1 : number
      continue
    }
    const column = (kind === 'micros' ? table.micros : table.instants)[slot]
    // Micros without the sign of a zero, which bigints have not.
    if (column !== undefined) column[row] = kind === 'micros' ? number + 0 : number
  }
}

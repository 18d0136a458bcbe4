import { compiled, type Micros, SURE } from '@tidemark/projection'
import { microsOf } from './cell.ts'
import type { Kind } from './dictionary.ts'
import type { PlainRecord } from './record.ts'
import type { Place, Table } from './table.ts'

/** The numbers of a record as doubles, by field; NaN where there is none. */
export interface NumberRecord {
  [field: string]: number
}

/** The fields in which the numbers of two records of a kind differ. */
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
  /** Records that nobody uses any more. */
  readonly idle: NumberRecord[]
  /** Makes another. */
  readonly make: () => NumberRecord
  readonly copy: (from: NumberRecord, to: NumberRecord) => void
  /** Takes the numbers of a row; false where one of them is too large to be sure. */
  readonly takeRow: (table: Table, row: number, into: NumberRecord) => boolean
  /** Finds what changed; false where a number was lost, or is too large to be sure: {@link SURE}. */
  readonly findChanges: (record: NumberRecord, before: NumberRecord, changes: NumberChanges) => boolean
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

function compileFields({ places }: Kind): NumberFields | undefined {
  const fields = places.filter(({ kind }) => numeric.has(kind))
  const names = fields.map(({ name }) => JSON.stringify(name))
  if (names.includes('"__proto__"') || names.length > MOST_FIELDS) return undefined
  // Begun with a number that is not whole: V8 then keeps all of them as doubles in place.
  const make = compiled<NumberFields['make']>(
    '',
    `return { ${names.map((name) => `${name}: 0.5`).join(', ')} }`,
  )
  const copy = compiled<NumberFields['copy']>(
    'from, to',
    names.map((name) => `to[${name}] = from[${name}]`).join('; '),
  )
  const comparisons = fields.map(({ name }) => {
    const field = JSON.stringify(name)
    return `now = record[${field}]; was = before[${field}]
      if (now !== was && (now === now || was === was)) {
        if (!(now < ${SURE} && now > -${SURE})) return false
        fields[n] = ${places.findIndex((place) => place.name === name)}; from[n] = was; to[n++] = now
      }`
  })
  const findChanges = compiled<NumberFields['findChanges']>(
    'record, before, changes',
    `const fields = changes.fields, from = changes.before, to = changes.after
    let n = 0, now = 0.5, was = 0.5
    ${comparisons.join('\n')}
    changes.count = n
    return true`,
  )
  const takeRow = compiled<NumberFields['takeRow']>(
    'table, row, into',
    `const micros = table.micros, instants = table.instants, flags = table.flags
    let cell = 0.5
    ${fields.map(takeCell).join('\n')}
    return true`,
  )
  if (make === undefined || copy === undefined || findChanges === undefined || takeRow === undefined)
    return undefined
  return { places: fields, idle: [], make, copy, findChanges, takeRow }
}

function takeCell({ name, kind, slot }: Place): string {
  const field = `into[${JSON.stringify(name)}]`
  if (kind === 'flag') return `cell = flags[${slot}][row]; ${field} = cell < 0 ? NaN : cell`
  const column = kind === 'micros' ? 'micros' : 'instants'
  return `cell = ${column}[${slot}][row]
    if (cell >= ${SURE} || cell <= -${SURE}) return false
    ${field} = cell`
}

/** Whether a number may be changed by shortcuts. */
function isSure(value: number): boolean {
  return Number.isNaN(value) || (value < SURE && value > -SURE)
}

/** Takes the numbers of a record; false where one of them is too large to be sure. */
export function takeRecord({ places }: NumberFields, record: PlainRecord, into: NumberRecord): boolean {
  for (const { name } of places) {
    const value = record[name]
    const number = value === null ? Number.NaN : Number(value)
    if (!isSure(number)) return false
    into[name] = number
  }
  return true
}

/** Puts numbers into a record. */
export function putIntoRecord({ places }: NumberFields, numbers: NumberRecord, record: PlainRecord): void {
  for (const { name, kind } of places) {
    const number = numbers[name] ?? Number.NaN
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
export function putIntoRow({ places }: NumberFields, numbers: NumberRecord, table: Table, row: number): void {
  for (const place of places) {
    const { name, kind, slot } = place
    const number = numbers[name] ?? Number.NaN
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

import { MappingError } from '../errors.ts'
import type { ColumnRule, Mapping } from '../mapping.ts'
import { columnIn, type Header, type Table } from '../table.ts'
import { differenceOf, magnitudeOf, negativeOf, type Operand, productOf, sumOf } from './arithmetic.ts'
import type { Cell, ColumnReader } from './cell.ts'
import { numberReader } from './number.ts'
import { template } from './template.ts'
import { dateReader, instantReader } from './time.ts'

/** The number of the row, from 1: a column every file has. */
export const ROW_NUMBER = '#'

/** The readers of columns by name: those of the mapping, then those of the file as they are. */
export interface Columns {
  /** @throws MappingError `UNKNOWN_COLUMN`, and `INVALID_MAPPING` for columns made of each other in a circle. */
  reader(name: string): ColumnReader
}

/** The columns of a file under a mapping. */
export function columnsOf(
  mapping: Mapping,
  header: Header,
  tables: { readonly [name: string]: Table },
): Columns {
  const made = new Map<string, ColumnReader>()
  const making: string[] = []

  const reader = (name: string): ColumnReader => {
    const known = made.get(name)
    if (known !== undefined) return known
    const rule = Object.hasOwn(mapping.columns, name) ? mapping.columns[name] : undefined
    if (rule === undefined) return keep(name, plain(name))
    if (making.includes(name)) {
      const circle = [...making, name].join(' -> ')
      throw new MappingError('INVALID_MAPPING', `columns.${name} is made of itself: ${circle}`)
    }
    making.push(name)
    const read = kept(name, ruled(name, rule))
    making.pop()
    return keep(name, read)
  }

  const keep = (name: string, read: ColumnReader) => {
    made.set(name, read)
    return read
  }

  const plain = (name: string): ColumnReader => {
    if (name === ROW_NUMBER && !header.has(name)) return ({ number }) => String(number)
    const index = columnIn(header, name, 'the file')
    return ({ cells }) => {
      const cell = cells[index] ?? ''
      return cell === '' ? null : cell
    }
  }

  /** Inside the rule of a column its own name means the file's. */
  const inside = (name: string, rule: string) => (name === rule ? plain(name) : reader(name))
  const operand = (rule: string, of: string | number): Operand =>
    typeof of === 'number' ? of : { name: of, read: inside(of, rule) }

  const ruled = (name: string, rule: ColumnRule): ColumnReader => {
    if ('text' in rule) {
      const write = template(rule.text, (column) => inside(column, name))
      return (row) => write(row)
    }
    if ('product' in rule) return productOf(rule.product.map((of) => operand(name, of)))
    if ('sum' in rule) return sumOf(rule.sum.map((of) => operand(name, of)))
    if ('difference' in rule) {
      const [from, less] = rule.difference
      return differenceOf(operand(name, from), operand(name, less))
    }
    if ('negative' in rule) return negativeOf(operand(name, rule.negative))
    if ('magnitude' in rule) return magnitudeOf(operand(name, rule.magnitude))
    if ('take' in rule) return taken(name, rule, inside(rule.by, name), tables[rule.from])
    const of = inside(rule.of ?? name, name)
    if ('values' in rule) return translated(name, rule, of)
    return converted(name, of, converterOf(rule))
  }

  return { reader }
}

/** Rules that say how the texts of a column are written. */
type Written = Extract<
  ColumnRule,
  { readonly instant: string } | { readonly date: string } | { readonly number: object }
>

function converterOf(rule: Written): (cell: string) => Cell {
  if ('instant' in rule) return instantReader(rule.instant, rule.zone, rule.repeated)
  if ('date' in rule) return dateReader(rule.date)
  return numberReader(rule.number)
}

/** What is wrong with a cell is told with the name of its column. */
function converted(name: string, of: ColumnReader, convert: (cell: string) => Cell): ColumnReader {
  return (row) => {
    const cell = of(row)
    if (cell === null) return null
    try {
      return convert(String(cell))
    } catch (error) {
      throw error instanceof MappingError ? error.in(name) : error
    }
  }
}

function translated(
  name: string,
  { values, otherwise }: Extract<ColumnRule, { readonly values: unknown }>,
  of: ColumnReader,
): ColumnReader {
  return (row) => {
    const cell = of(row)
    const text = cell === null ? '' : String(cell)
    const value = Object.hasOwn(values, text) ? values[text] : otherwise
    if (value !== undefined) return value
    if (cell === null) return null
    throw new MappingError('UNKNOWN_VALUE', `${name} ${JSON.stringify(text)}`)
  }
}

function taken(
  name: string,
  { take, from, by, missing }: Extract<ColumnRule, { readonly take: unknown }>,
  keyOf: ColumnReader,
  table: Table | undefined,
): ColumnReader {
  if (table === undefined) throw new MappingError('INVALID_MAPPING', `columns.${name}: no table ${from}`)
  const index = columnIn(table.header, take, `table ${from}`)
  return (row) => {
    const key = keyOf(row)
    if (key === null) return null
    const found = table.rows.get(String(key))
    if (found === undefined && missing !== 'empty')
      throw new MappingError('NOT_IN_TABLE', `${name}: ${from} ${JSON.stringify(key)} (${by})`)
    const cell = found?.[index] ?? ''
    return cell === '' ? null : cell
  }
}

/** A column is read once a row, however many events name it. */
function kept(name: string, read: ColumnReader): ColumnReader {
  return (row) => {
    const known = row.read.get(name)
    if (known !== undefined) return known
    const cell = read(row)
    row.read.set(name, cell)
    return cell
  }
}

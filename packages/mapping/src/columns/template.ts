import { MappingError } from '../errors.ts'
import type { Cell, ColumnReader, Row } from './cell.ts'

const PLACE = /\{\{|\}\}|\{([^{}]+)\}/g

/**
 * A text with columns in it: `PO{Order}/{Line}`; `{{` and `}}` stand for braces.
 *
 * A text that is one column alone is what stands there, also nothing; any other needs all of its columns and throws
 * MappingError `EMPTY_CELL` where one is empty.
 */
export function template(text: string, reader: (column: string) => ColumnReader): ColumnReader {
  const parts: (string | { readonly column: string; readonly read: ColumnReader })[] = []
  let end = 0
  for (const match of text.matchAll(PLACE)) {
    const [whole, column] = match
    parts.push(text.slice(end, match.index))
    parts.push(column === undefined ? whole.slice(1) : { column, read: reader(column) })
    end = match.index + whole.length
  }
  parts.push(text.slice(end))
  const filled = parts.filter((part) => part !== '')
  const [only] = filled
  if (filled.length === 1 && typeof only === 'object') return only.read
  return (row) => filled.map((part) => (typeof part === 'string' ? part : given(part, row))).join('')
}

function given(
  { column, read }: { readonly column: string; readonly read: ColumnReader },
  row: Row,
): Exclude<Cell, null> {
  const cell = read(row)
  if (cell === null) throw new MappingError('EMPTY_CELL', column)
  return cell
}

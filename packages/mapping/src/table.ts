import { csvRows } from './csv-rows.ts'
import { MappingError } from './errors.ts'
import type { CsvFormat } from './mapping.ts'

/** Where the columns of a file are, by name. */
export type Header = ReadonlyMap<string, number>

/** The columns of a file. Throws MappingError `INVALID_CSV` when two have the same name. */
export function headerOf(names: readonly string[]): Header {
  const header = new Map<string, number>()
  for (const [index, name] of names.entries()) {
    if (header.has(name))
      throw new MappingError('INVALID_CSV', `two columns are named ${JSON.stringify(name)}`)
    header.set(name, index)
  }
  return header
}

/** Rows by a key, in memory. */
export interface Table {
  readonly header: Header
  readonly rows: ReadonlyMap<string, readonly string[]>
}

/**
 * Reads a table whose rows are looked up by a key. Rows without a key are left out.
 *
 * @throws MappingError `INVALID_CSV`, also when two rows have the same key; `UNKNOWN_COLUMN` for the key.
 */
export async function readTable(
  bytes: AsyncIterable<Uint8Array>,
  { file, key, csv }: { readonly file: string; readonly key: string; readonly csv: CsvFormat },
): Promise<Table> {
  let header: Header | undefined = csv.header === undefined ? undefined : headerOf(csv.header)
  const rows = new Map<string, readonly string[]>()
  for await (const piece of csvRows(bytes, csv)) {
    for (const { line, cells } of piece) {
      if (header === undefined) {
        header = headerOf(cells)
        continue
      }
      const value = cells[columnIn(header, key, file)] ?? ''
      if (value === '') continue
      if (rows.has(value))
        throw new MappingError('INVALID_CSV', `${file}, line ${line}: a second row ${key} ${value}`)
      rows.set(value, cells)
    }
  }
  return { header: header ?? new Map(), rows }
}

/** Where a column is. Throws MappingError `UNKNOWN_COLUMN`, which names those there are. */
export function columnIn(header: Header, name: string, file: string): number {
  const index = header.get(name)
  if (index !== undefined) return index
  throw new MappingError('UNKNOWN_COLUMN', `${name} of ${file} (it has ${[...header.keys()].join(', ')})`)
}

import type { Row } from './columns/cell.ts'
import { columnsOf } from './columns/columns.ts'
import { type Condition, conditionOf } from './condition.ts'
import { type CsvRow, csvRows } from './csv-rows.ts'
import { MappingError } from './errors.ts'
import { eventTemplate } from './event-template.ts'
import { type Mapping, RECORDED_AT } from './mapping.ts'
import { type Header, headerOf, readTable, type Table } from './table.ts'

/** An event a row was made into, or why the row could not be; `number` is the line of the file the row ends on. */
export type MappedEvent =
  | { readonly number: number; readonly input: { readonly [field: string]: unknown } }
  | { readonly number: number; readonly error: MappingError }

/** What mapping a file needs beside it. */
export interface MapOptions {
  /** Opens a file that the mapping names as a table. */
  readonly openTable?: ((file: string) => AsyncIterable<Uint8Array>) | undefined
  /** Events keep `recordedAt`, for an import as a history; it is left out otherwise. */
  readonly history?: boolean | undefined
  /** Told of the rows no event was made of, because no `when` held: so many more. */
  readonly onSkipped?: ((rows: number) => void) | undefined
}

/**
 * Makes events of a CSV file by a mapping, streaming, in the order of the rows and, within a row, of the mapping. They are
 * not checked yet: recording does that. A row that cannot be read comes as an error and takes nothing else with it.
 *
 * @throws MappingError `INVALID_CSV`, `UNKNOWN_COLUMN`, `INVALID_MAPPING`, before any event or where the file breaks off.
 * @example
 * const mapping = parseMapping(JSON.parse(await readFile('sales.json', 'utf8')))
 * for await (const events of mapEvents(createReadStream('sales.csv'), mapping)) console.log(events)
 */
export async function* mapEvents(
  bytes: AsyncIterable<Uint8Array>,
  mapping: Mapping,
  options: MapOptions = {},
): AsyncGenerator<readonly MappedEvent[], void, undefined> {
  const tables = await readTables(mapping, options.openTable)
  const names = mapping.csv.header
  let map = names === undefined ? undefined : rowMapper(mapping, headerOf(names), tables, options)
  for await (const piece of csvRows(bytes, mapping.csv)) {
    const events: MappedEvent[] = []
    for (const row of piece) {
      if (map === undefined) map = rowMapper(mapping, headerOf(row.cells), tables, options)
      else events.push(...map(row))
    }
    if (events.length > 0) yield events
  }
}

async function readTables(
  { tables, csv }: Mapping,
  open: MapOptions['openTable'],
): Promise<{ readonly [name: string]: Table }> {
  const read: { [name: string]: Table } = {}
  for (const [name, { file, key, csv: own }] of Object.entries(tables)) {
    if (open === undefined)
      throw new MappingError('INVALID_MAPPING', `tables.${name}: no files can be opened here`)
    read[name] = await readTable(open(file), { file, key, csv: own ?? { ...csv, header: undefined } })
  }
  return read
}

interface Rule {
  readonly holds: Condition
  readonly make: ReturnType<typeof eventTemplate>
}

function rowMapper(
  mapping: Mapping,
  header: Header,
  tables: { readonly [name: string]: Table },
  { history, onSkipped }: MapOptions,
): (row: CsvRow) => readonly MappedEvent[] {
  const columns = columnsOf(mapping, header, tables)
  const rules = mapping.events.map(({ when, event }): Rule => {
    const { [RECORDED_AT]: _recordedAt, ...lasting } = event
    const fields = history === true ? event : lasting
    return { holds: conditionOf(when, columns), make: eventTemplate(fields, columns) }
  })
  let number = 0
  return ({ line, cells }) => {
    number++
    if (cells.length !== header.size) {
      const subject = `${cells.length} cells, the header has ${header.size}`
      return [{ number: line, error: new MappingError('INVALID_ROW', subject) }]
    }
    const row: Row = { number, cells, read: new Map() }
    try {
      const inputs = rules.filter(({ holds }) => holds(row)).map(({ make }) => make(row))
      if (inputs.length === 0) onSkipped?.(1)
      return inputs.map((input) => ({ number: line, input }))
    } catch (error) {
      if (error instanceof MappingError) return [{ number: line, error }]
      throw error
    }
  }
}

import type { Column } from './column.ts'
import { displayWidth } from './display-width.ts'
import { shownText } from './text-table.ts'

/**
 * Lays one row out as lines of `name  value`, each with its line end.
 *
 * @example
 * const columns = columnsOf<Head>({ events: 'number', position: 'number' })
 * for (const line of textRecord(await inventory.head(), columns)) process.stdout.write(line)
 */
export function* textRecord<Row>(
  row: Row,
  columns: readonly Column<Row>[],
): Generator<string, void, undefined> {
  const width = Math.max(0, ...columns.map(({ name }) => displayWidth(name)))
  for (const { name, kind, of } of columns) {
    yield `${name.padEnd(width)}  ${shownText(of(row), kind)}`.trimEnd() + '\n'
  }
}

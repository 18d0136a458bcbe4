import type { Column } from './column.ts'
import { displayWidth } from './display-width.ts'
import { shownText } from './text-table.ts'

/**
 * Lays one row out as lines of `name  value`.
 *
 * @example
 * for (const line of textRecord(head, columnsOf<Head>({ events: 'number', position: 'number' }))) console.log(line)
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

import { el } from './dom.ts'
import type { Column } from './virtual-table.ts'

/** A table of a few rows, all of them in the document. */
export function plainTable<Row>(
  label: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  empty = 'None.',
): HTMLElement {
  if (rows.length === 0) return el('p', { class: 'note' }, empty)
  const classOf = ({ isNumber }: Column<Row>) => ({ class: isNumber ? 'number' : null })
  const head = columns.map((column) => el('th', { scope: 'col', ...classOf(column) }, column.title))
  const body = rows.map((row) =>
    el('tr', {}, ...columns.map((column) => el('td', classOf(column), column.of(row)))),
  )
  return el(
    'div',
    { class: 'wide', tabindex: 0, role: 'group', 'aria-label': label },
    el('table', { 'aria-label': label }, el('thead', {}, el('tr', {}, ...head)), el('tbody', {}, ...body)),
  )
}

/** Facts with their names. */
export function facts(pairs: readonly (readonly [string, string | Node])[]): HTMLElement {
  return el(
    'dl',
    { class: 'facts' },
    ...pairs.map(([term, text]) => el('div', {}, el('dt', {}, term), el('dd', {}, text))),
  )
}

/** A part of a page with its heading. */
export function section(title: string, ...children: readonly (Node | null)[]): HTMLElement {
  return el('section', { 'aria-label': title }, el('h3', {}, title), ...children)
}

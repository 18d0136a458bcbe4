import { el } from './dom.ts'
import { closable } from './menus.ts'

/** What can be shown and what is. */
export interface ColumnChoice<Column> {
  readonly element: HTMLElement
  shown(): readonly Column[]
}

interface Named {
  readonly name: string
  readonly title: string
  readonly isUsual: boolean
}

/** A menu of columns to choose, kept in the browser under a name of its own. The first one stays. */
export function columnChoice<Column extends Named>(
  place: string,
  columns: readonly Column[],
  changed: () => void,
): ColumnChoice<Column> {
  const kept = keptIn(localStorage.getItem(place))
  const chosen = new Set(kept ?? columns.filter(({ isUsual }) => isUsual).map(({ name }) => name))
  const [first] = columns
  if (first !== undefined) chosen.add(first.name)
  const boxes = columns.slice(1).map(({ name, title }) => {
    const box = el('input', {
      type: 'checkbox',
      checked: chosen.has(name),
      onchange: () => {
        if (box.checked) chosen.add(name)
        else chosen.delete(name)
        localStorage.setItem(place, JSON.stringify([...chosen]))
        changed()
      },
    })
    return el('li', {}, el('label', { class: 'check' }, box, ` ${title}`))
  })
  const menu = el(
    'details',
    { class: 'menu' },
    el('summary', { role: 'button' }, 'Columns'),
    el('ul', { class: 'checks' }, ...boxes),
  )
  closable(menu)
  return { element: menu, shown: () => columns.filter(({ name }) => chosen.has(name)) }
}

function keptIn(text: string | null): readonly string[] | null {
  try {
    const kept: unknown = JSON.parse(text ?? 'null')
    return Array.isArray(kept) ? kept.filter((name) => typeof name === 'string') : null
  } catch {
    return null
  }
}

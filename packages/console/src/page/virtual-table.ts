import { el, fill } from './dom.ts'
import { pressWithin } from './press.ts'
import { rowFocus } from './row-focus.ts'

/** A column of a table. */
export interface Column<Row> {
  readonly title: string
  /** The name to sort by; without one the column cannot be sorted. */
  readonly sort?: string
  readonly isNumber?: boolean
  readonly of: (row: Row) => string | Node
}

/** Some rows of a long list. */
export interface Rows<Row> {
  readonly items: readonly Row[]
  readonly pagination: { readonly total: number }
}

export interface VirtualTable {
  readonly element: HTMLElement
  /** Asks for its rows anew; those it has stay in sight until the new ones come. */
  refresh(): Promise<void>
}

/** A table whose columns can be chosen. */
export interface ChosenTable<Row> extends VirtualTable {
  /** Shows other columns of the rows it has. */
  show(columns: readonly Column<Row>[]): void
}

interface Options<Row> {
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly empty: string
  load(page: number, pageSize: number): Promise<Rows<Row>>
  /** How it is sorted, and what a click on a heading asks for. */
  readonly sorting?: {
    get(): { readonly by: string; readonly descending: boolean }
    set(by: string, descending: boolean): void
  }
  attempt(work: () => Promise<void>): Promise<void>
}

const ROW = 32
const PAGE = 200
/** Rows above and below what is in sight, so that scrolling does not show gaps. */
const SPARE = 12

/** A table of any length, of which only what is in sight is in the document. */
export function virtualTable<Row>(options: Options<Row>): ChosenTable<Row> {
  const { label, empty } = options
  let { columns } = options
  let pages = new Map<number, readonly Row[]>()
  let asked = new Set<number>()
  let total = 0
  let generation = 0

  const head = el('tr')
  const body = el('tbody')
  const table = el('table', { 'aria-label': label, class: 'rows' }, el('thead', {}, head), body)
  const note = el('p', { class: 'note', hidden: true }, empty)
  const scroller = el(
    'div',
    { class: 'scroller', tabindex: 0, role: 'region', 'aria-label': label },
    table,
    note,
  )
  scroller.addEventListener('scroll', () => draw())
  const press = pressWithin(body)
  const focus = rowFocus({ scroller, height: ROW, total: () => total, draw: () => draw() })

  function heading(column: Column<Row>): HTMLElement {
    const { sorting } = options
    const { sort, title } = column
    const attributes = { scope: 'col', class: column.isNumber ? 'number' : null }
    if (sort === undefined || sorting === undefined) return el('th', attributes, title)
    const { by, descending } = sorting.get()
    const direction = by === sort ? (descending ? 'descending' : 'ascending') : 'none'
    const press = () => {
      sorting.set(sort, by === sort ? !descending : column.isNumber === true)
      drawHead()
      scroller.scrollTop = 0
      void refresh()
    }
    const arrow = by === sort ? (descending ? ' ↓' : ' ↑') : ''
    return el(
      'th',
      { ...attributes, 'aria-sort': direction },
      el('button', { type: 'button', onclick: press }, title + arrow),
    )
  }

  function drawHead(): void {
    fill(head, ...columns.map(heading))
  }

  function draw(): void {
    if (press.isOn(draw)) return
    const first = Math.max(0, Math.floor(scroller.scrollTop / ROW) - SPARE)
    const last = Math.min(total, first + Math.ceil((scroller.clientHeight || 600) / ROW) + 2 * SPARE)
    for (let page = Math.floor(first / PAGE); page * PAGE < last; page++) {
      if (!asked.has(page)) void options.attempt(() => load(page, generation))
    }
    const rows: HTMLElement[] = []
    for (let index = first; index < last; index++) rows.push(rowAt(index))
    focus.before()
    fill(body, spacer(first), ...rows, spacer(total - last))
    focus.drawn(first, rows)
    note.hidden = total > 0
    table.setAttribute('aria-rowcount', String(total + 1))
  }

  function rowAt(index: number): HTMLElement {
    const row = pages.get(Math.floor(index / PAGE))?.[index % PAGE]
    const cells =
      row === undefined
        ? [el('td', { colspan: columns.length }, '…')]
        : columns.map((column) => el('td', { class: column.isNumber ? 'number' : null }, column.of(row)))
    return el('tr', { 'aria-rowindex': index + 2 }, ...cells)
  }

  function spacer(rows: number): HTMLElement | null {
    if (rows <= 0) return null
    const element = el('tr', { 'aria-hidden': 'true', class: 'spacer' })
    element.style.height = `${rows * ROW}px`
    return element
  }

  async function load(page: number, of: number): Promise<void> {
    asked.add(page)
    const { items, pagination } = await options.load(page + 1, PAGE)
    if (of !== generation) return
    pages.set(page, items)
    total = pagination.total
    draw()
  }

  async function refresh(): Promise<void> {
    const mine = ++generation
    const page = Math.floor(scroller.scrollTop / ROW / PAGE)
    const { items, pagination } = await options.load(page + 1, PAGE)
    if (mine !== generation) return
    pages = new Map([[page, items]])
    asked = new Set([page])
    total = pagination.total
    draw()
  }

  drawHead()
  return {
    element: scroller,
    refresh,
    show(chosen) {
      columns = chosen
      drawHead()
      draw()
    },
  }
}

/** Where a key goes among the rows of a long table: one stop for Tab, and the arrows within. */
export interface RowFocus {
  /** Before rows are drawn anew: notes whether one of them has the focus, which would be lost with it. */
  before(): void
  /** After rows were drawn: leaves one of them to Tab, and gives it the focus that its last drawing had. */
  drawn(first: number, rows: readonly HTMLElement[]): void
}

/** What the focus needs to know of the table. */
interface Rows {
  readonly scroller: HTMLElement
  readonly height: number
  total(): number
  draw(): void
}

const STOPS = 'a, button, input, select'

/** Lets the rows of a table be gone through by the keyboard, however many there are and however few are drawn. */
export function rowFocus({ scroller, height, total, draw }: Rows): RowFocus {
  let current = 0
  let firstDrawn = 0
  let drawn: readonly HTMLElement[] = []
  let wantsFocus = false
  /** Which of the stops of a row: a key goes down a column. */
  let column = 0

  const isInside = () => drawn.some((row) => row.contains(document.activeElement))
  const rowsInSight = () => Math.max(1, Math.floor(scroller.clientHeight / height) - 2)

  function target(key: string): number | null {
    switch (key) {
      case 'ArrowDown':
        return current + 1
      case 'ArrowUp':
        return current - 1
      case 'PageDown':
        return current + rowsInSight()
      case 'PageUp':
        return current - rowsInSight()
      case 'Home':
        return 0
      case 'End':
        return total() - 1
      default:
        return null
    }
  }

  function pressed(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target instanceof HTMLSelectElement) return
    // From the table itself the first key goes to the row that is there already.
    const wanted = isInside() ? target(event.key) : target(event.key) === null ? null : current
    if (wanted === null || total() === 0) return
    event.preventDefault()
    current = Math.min(Math.max(wanted, 0), total() - 1)
    wantsFocus = true
    // The heading stays above the rows, so that a row below it is one further down.
    const top = current * height
    const visible = scroller.clientHeight - 3 * height
    if (top < scroller.scrollTop) scroller.scrollTop = top
    else if (top > scroller.scrollTop + visible) scroller.scrollTop = top - visible
    draw()
  }

  function entered(event: FocusEvent): void {
    const { target: entered } = event
    if (!(entered instanceof Element)) return
    const index = drawn.findIndex((row) => row.contains(entered))
    if (index < 0) return
    current = firstDrawn + index
    column = [...(drawn[index]?.querySelectorAll(STOPS) ?? [])].indexOf(entered)
  }

  scroller.addEventListener('keydown', pressed)
  scroller.addEventListener('focusin', entered)

  return {
    before() {
      wantsFocus ||= isInside()
    },
    drawn(first, rows) {
      firstDrawn = first
      drawn = rows
      const inSight = Math.floor(scroller.scrollTop / height)
      if (current < inSight || current >= first + rows.length) {
        current = Math.min(inSight, first + rows.length - 1)
      }
      for (const [index, row] of rows.entries()) {
        const isCurrent = first + index === current
        const stops = [...row.querySelectorAll<HTMLElement>(STOPS)]
        for (const stop of stops) stop.tabIndex = isCurrent ? 0 : -1
        const stop = stops[column] ?? stops[0]
        if (isCurrent && wantsFocus) stop?.focus({ preventScroll: true })
      }
      wantsFocus = false
    },
  }
}

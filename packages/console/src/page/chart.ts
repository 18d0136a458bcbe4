import { el, svg } from './dom.ts'

/** A point of a chart. */
export interface Point {
  /** In milliseconds since the epoch. */
  readonly at: number
  readonly value: number
  /** What it says when it is pointed at. */
  readonly title: string
}

const [WIDTH, HEIGHT] = [800, 160]

/** A line over time; `open` is told of the point that is clicked, or chosen with the keyboard. */
export function chart(
  label: string,
  points: readonly Point[],
  options: { readonly isStep?: boolean; readonly open?: (point: Point) => void } = {},
): HTMLElement {
  const [first, last] = [points.at(0), points.at(-1)]
  if (first === undefined || last === undefined) return el('p', { class: 'note' }, 'Nothing to draw.')
  const least = points.reduce((low, { value }) => Math.min(low, value), 0)
  const most = points.reduce((high, { value }) => Math.max(high, value), least + 1)
  const x = (at: number) => (WIDTH * (at - first.at)) / Math.max(1, last.at - first.at)
  const y = (value: number) => HEIGHT - (HEIGHT * (value - least)) / (most - least)
  const steps = points.map(({ at, value }, index) =>
    index === 0
      ? `M${x(at)} ${y(value)}`
      : options.isStep
        ? `H${x(at)}V${y(value)}`
        : `L${x(at)} ${y(value)}`,
  )
  const { open } = options
  const dots = points.map((point) => {
    const press = () => open?.(point)
    return svg(
      'circle',
      {
        cx: x(point.at),
        cy: y(point.value),
        r: 4,
        ...(open && { tabindex: 0, role: 'button', 'aria-label': point.title, onclick: press }),
        onkeydown: (event) => {
          if (event instanceof KeyboardEvent && event.key === 'Enter') press()
        },
      },
      svg('title', {}, point.title),
    )
  })
  return el(
    'figure',
    { class: 'chart' },
    svg(
      'svg',
      { viewBox: `-6 -6 ${WIDTH + 12} ${HEIGHT + 12}`, role: open ? 'group' : 'img', 'aria-label': label },
      svg('path', { class: 'zero', d: `M0 ${y(0)}H${WIDTH}` }),
      svg('path', { class: 'line', d: steps.join('') }),
      ...(options.isStep ? [] : dots),
    ),
    el('figcaption', {}, label),
  )
}

import { el, fill, svg } from './dom.ts'

/** A point of a line; a gap where there is no value. */
export interface TimePoint {
  /** In milliseconds since the epoch. */
  readonly at: number
  readonly value: number | null
  /** The value as it is written, and what else there is to say. */
  readonly text: string
}

/** A line over time. */
export interface Series {
  readonly name: string
  readonly points: readonly TimePoint[]
}

interface Options {
  readonly label: string
  /** A value stands until the next point, as stock does. */
  readonly isStep?: boolean
  /** Where the cursor stands first; at the end when left out. */
  readonly at?: number
  /** An instant as it is written. */
  when(at: number): string
  /** A value at the edge of the drawing, as it is written. */
  written(value: number): string
  /** Goes to an instant that was chosen. */
  go(at: number): void
}

const [WIDTH, HEIGHT] = [1000, 200]

/**
 * Lines over time. A cursor goes along them with the mouse or the arrow keys and says what stands there; a click, or the
 * enter key, goes to that instant.
 */
export function timeChart(series: readonly Series[], options: Options): HTMLElement {
  const { label, isStep = false, when, written, go } = options
  const instants = [...new Set(series.flatMap(({ points }) => points.map(({ at }) => at)))].sort(
    (a, b) => a - b,
  )
  const [first, last] = [instants.at(0), instants.at(-1)]
  if (first === undefined || last === undefined) return el('p', { class: 'note' }, 'Nothing to draw.')
  const values = series.flatMap(({ points }) => points.flatMap(({ value }) => value ?? []))
  const least = values.reduce((low, value) => Math.min(low, value), 0)
  const most = values.reduce((high, value) => Math.max(high, value), least + Number.EPSILON)
  const x = (at: number) => (WIDTH * (at - first)) / Math.max(1, last - first)
  const y = (value: number) => HEIGHT - (HEIGHT * (value - least)) / Math.max(most - least, Number.EPSILON)
  const lines = series.map(({ points }, index) =>
    svg('path', {
      class: `line line-${index % 8}`,
      d: pathOf(points, isStep, x, y),
      'vector-effect': 'non-scaling-stroke',
    }),
  )
  const cursor = svg('path', { class: 'cursor', 'vector-effect': 'non-scaling-stroke' })
  const said = el('output', { class: 'said' })
  let index = standingIndex(instants, options.at ?? last)

  const drawing = svg(
    'svg',
    {
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      preserveAspectRatio: 'none',
      tabindex: 0,
      role: 'slider',
      'aria-label': label,
      'aria-valuemin': 0,
      'aria-valuemax': instants.length - 1,
      onkeydown: pressed,
      onpointermove: pointed,
      onclick: (event) => {
        pointed(event)
        go(instants[index] ?? last)
      },
    },
    svg('path', { class: 'zero', d: `M0 ${y(0)}H${WIDTH}`, 'vector-effect': 'non-scaling-stroke' }),
    ...lines,
    cursor,
  )

  function show(): void {
    const at = instants[index] ?? last ?? 0
    const words = series.flatMap(({ name, points }) => {
      const point = standing(points, at)
      return point === undefined ? [] : [series.length === 1 ? point.text : `${name} ${point.text}`]
    })
    const text = `${when(at)}: ${words.slice(0, 8).join('; ')}`
    cursor.setAttribute('d', `M${x(at)} 0V${HEIGHT}`)
    said.textContent = text
    drawing.setAttribute('aria-valuenow', String(index))
    drawing.setAttribute('aria-valuetext', text)
  }

  function pressed(event: Event): void {
    if (!(event instanceof KeyboardEvent)) return
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: -1,
      ArrowRight: 1,
      PageDown: -10,
      PageUp: 10,
      Home: -instants.length,
      End: instants.length,
    }
    const step = steps[event.key]
    if (event.key === 'Enter') go(instants[index] ?? last ?? 0)
    if (step === undefined) return
    event.preventDefault()
    index = Math.min(Math.max(index + step, 0), instants.length - 1)
    show()
  }

  function pointed(event: Event): void {
    if (!(event instanceof MouseEvent)) return
    const { left, width } = drawing.getBoundingClientRect()
    const at = (first ?? 0) + ((event.clientX - left) / Math.max(1, width)) * ((last ?? 0) - (first ?? 0))
    index = nearest(instants, at)
    show()
  }

  show()
  const legend = series.length === 1 ? [] : [legendOf(series)]
  return el(
    'figure',
    { class: 'chart' },
    el('figcaption', {}, label, ' ', said),
    el('div', { class: 'edges', 'aria-hidden': 'true' }, `${written(least)} – ${written(most)}`),
    drawing,
    el(
      'div',
      { class: 'ends', 'aria-hidden': 'true' },
      el('span', {}, when(first)),
      el('span', {}, when(last)),
    ),
    ...legend,
  )
}

function pathOf(
  points: readonly TimePoint[],
  isStep: boolean,
  x: (at: number) => number,
  y: (value: number) => number,
): string {
  let isDrawing = false
  const steps = points.map(({ at, value }) => {
    if (value === null) {
      isDrawing = false
      return ''
    }
    const step = !isDrawing
      ? `M${round(x(at))} ${round(y(value))}`
      : isStep
        ? `H${round(x(at))}V${round(y(value))}`
        : `L${round(x(at))} ${round(y(value))}`
    isDrawing = true
    return step
  })
  return steps.join('')
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

/** The point of a line that stands at an instant: the last one not after it. */
function standing(points: readonly TimePoint[], at: number): TimePoint | undefined {
  return points.findLast((point) => point.at <= at)
}

/** The last instant that is not after one; the first where there is none. */
function standingIndex(instants: readonly number[], at: number): number {
  return Math.max(
    0,
    instants.findLastIndex((instant) => instant <= at),
  )
}

function nearest(instants: readonly number[], at: number): number {
  let best = 0
  for (const [index, instant] of instants.entries()) {
    if (Math.abs(instant - at) < Math.abs((instants[best] ?? 0) - at)) best = index
  }
  return best
}

function legendOf(series: readonly Series[]): HTMLElement {
  const list = el('ul', { class: 'legend' })
  fill(list, ...series.map(({ name }, index) => el('li', { class: `line-${index % 8}` }, name)))
  return list
}

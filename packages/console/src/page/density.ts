import type { HistoryAnswer } from '../answers/time.ts'
import { svg } from './dom.ts'

const HEIGHT = 100

/** When how much happened, with the ends of months, snapshots and what is closed: the drawing behind the slider. */
export function density({
  density,
  from,
  to,
  monthEnds,
  snapshots,
  closedThrough,
}: HistoryAnswer): SVGElement {
  const width = density.length
  const most = Math.max(1, ...density)
  const bars = density.map((count, part) => {
    const height = (HEIGHT * count) / most
    return `M${part} ${HEIGHT}v${-height}h1v${height}z`
  })
  const start = Date.parse(from ?? '')
  const span = Math.max(1, Date.parse(to ?? '') - start)
  const at = (instant: string) => (width * (Date.parse(instant) - start)) / span
  const within = (x: number) => x >= 0 && x <= width
  const line = (kind: string) => (instant: string) =>
    within(at(instant))
      ? [
          svg('path', {
            class: kind,
            d: `M${at(instant)} 0V${HEIGHT}`,
            'vector-effect': 'non-scaling-stroke',
          }),
        ]
      : []
  const closed = closedThrough === null ? 0 : Math.min(width, at(closedThrough))
  return svg(
    'svg',
    { viewBox: `0 0 ${width} ${HEIGHT}`, preserveAspectRatio: 'none' },
    closed > 0 ? svg('rect', { class: 'closed', width: closed, height: HEIGHT }) : null,
    svg('path', { class: 'bars', d: bars.join('') }),
    ...monthEnds.flatMap(line('month')),
    ...snapshots.flatMap(({ asOf }) => line('snapshot')(asOf)),
  )
}

import type { ComparisonAnswer } from '../answers/comparison.ts'
import { el } from './dom.ts'
import { change, money, quantity } from './format.ts'

type Line = ComparisonAnswer['bridge'][number]

/** The bridge as a waterfall: each bar begins where the one before it ended, and opens to what is behind it. */
export function waterfall(lines: readonly Line[], open: (line: Line) => void): HTMLElement {
  let running = 0
  const bars = lines.map((line) => {
    const isEnd = line.kind === 'opening' || line.kind === 'closing'
    // Only where a bar is drawn depends on floats; what is written is exact.
    const start = isEnd ? 0 : running
    const end = isEnd ? Number(line.value) : running + Number(line.value)
    running = end
    return { line, isEnd, low: Math.min(start, end), high: Math.max(start, end), isLess: end < start }
  })
  const least = Math.min(0, ...bars.map(({ low }) => low))
  const span = Math.max(...bars.map(({ high }) => high), least + 1) - least
  return el(
    'table',
    { class: 'waterfall', 'aria-label': 'Bridge' },
    el(
      'thead',
      {},
      el(
        'tr',
        {},
        el('th', { scope: 'col' }, 'Bridge'),
        el('th', { scope: 'col', class: 'number' }, 'Quantity'),
        el('th', { scope: 'col', class: 'number' }, 'Value'),
        el('th', { scope: 'col', class: 'bar' }, el('span', { class: 'unseen' }, 'As a bar')),
      ),
    ),
    el(
      'tbody',
      {},
      ...bars.map(({ line, isEnd, low, high, isLess }) => {
        const bar = el('div', { class: isEnd ? 'end' : isLess ? 'less' : 'more' })
        bar.style.marginInlineStart = `${(100 * (low - least)) / span}%`
        bar.style.width = `${Math.max(0.3, (100 * (high - low)) / span)}%`
        const title = isEnd
          ? line.line
          : el('button', { type: 'button', onclick: () => open(line) }, line.line)
        return el(
          'tr',
          {},
          el('th', { scope: 'row' }, title),
          el('td', { class: 'number' }, isEnd ? quantity(line.quantity) : change(line.quantity)),
          el('td', { class: 'number' }, isEnd ? money(line.value) : change(line.value)),
          el('td', { class: 'bar', 'aria-hidden': 'true' }, bar),
        )
      }),
    ),
  )
}

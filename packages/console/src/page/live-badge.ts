import { el } from './dom.ts'
import type { Live, LiveState } from './live.ts'

const words: { readonly [state in LiveState]: string } = {
  connecting: 'Connecting…',
  live: 'Live',
}

/** Says whether the page is told of what is recorded; what is wrong where it is not, the banner says. */
export function liveBadge(live: Live): HTMLElement {
  const badge = el('span', { class: 'live', role: 'status', 'aria-label': 'Connection' })
  const show = () => {
    badge.textContent = words[live.state()]
    badge.dataset.state = live.state()
  }
  live.onChange((note) => {
    if (note === null) show()
  })
  show()
  return badge
}

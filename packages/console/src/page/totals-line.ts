import { el, fill } from './dom.ts'
import { count, money, quantity } from './format.ts'

/** On hand, value and how many rows they are of. */
export interface Sums {
  readonly onHand: string
  readonly value: string
  readonly rows?: number
  readonly items: number
}

/** The line of totals above a table. */
export function totalsLine(): { readonly element: HTMLElement; show(sums: Sums): void } {
  const element = el('dl', { class: 'totals', 'aria-label': 'Totals' })
  return {
    element,
    show({ onHand, value, rows, items }) {
      const facts: [string, string][] = [
        ['On hand', quantity(onHand)],
        ['Value', money(value)],
        ['Items', count(items)],
      ]
      if (rows !== undefined) facts.push(['Rows', count(rows)])
      fill(element, ...facts.map(([term, text]) => el('div', {}, el('dt', {}, term), el('dd', {}, text))))
    },
  }
}

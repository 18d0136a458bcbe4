import type { ItemHistoryAnswer } from '../answers/item.ts'
import { read } from './api.ts'
import type { Context } from './context.ts'
import { el, fill } from './dom.ts'
import { count, instantIn, money, quantity } from './format.ts'
import { timeChart } from './time-chart.ts'

type Point = ItemHistoryAnswer['points'][number]

/** The whole time of an item as charts. */
export interface ItemHistory {
  readonly element: HTMLElement
  /** Draws it at a branch or over all, as known to a moment, with the cursor where the time bar stands. */
  show(branch: string | undefined, moment: ItemHistoryAnswer['moment']): Promise<void>
}

/**
 * On hand, value and average cost of an item over its whole time, each to go to any instant of: before the time bar and
 * after it.
 */
export function itemHistory({ moments, history }: Context, item: string): ItemHistory {
  const element = el('div', { class: 'charts' })

  async function show(branch: string | undefined, moment: ItemHistoryAnswer['moment']): Promise<void> {
    const { to, now } = history()
    const known = moment.knownThrough
    const isAsKnownNow = moment.snapshot === null && !moments.get().knownThen
    const { points, lines } = await read<ItemHistoryAnswer>(`/items/${encodeURIComponent(item)}/history`, {
      asOf: [to ?? now, now, moment.asOf].reduce((a, b) => (Date.parse(a) > Date.parse(b) ? a : b)),
      knownThrough: isAsKnownNow || known === null ? null : `${known.stream}@${known.revision}`,
      branch,
    })
    const { zone } = moments.get()
    const drawn = (
      label: string,
      of: (point: Point) => string | null,
      written: (decimal: string | null) => string,
    ) =>
      timeChart(
        [
          {
            name: label,
            points: points.map((point) => {
              const value = of(point)
              const corrected = point.corrections > 0 ? ', corrected' : ''
              return {
                at: Date.parse(point.at),
                // Drawn only; what is written is exact.
                value: value === null ? null : Number(value),
                text: `${written(value)}, after ${point.type} ${point.id}${corrected}`,
              }
            }),
          },
        ],
        {
          label,
          isStep: true,
          at: Date.parse(moment.asOf),
          when: (at) => instantIn(zone, new Date(at).toISOString()),
          written: (value) => written(String(value)),
          go: (at) => moments.set({ at, snapshot: null }),
        },
      )
    fill(
      element,
      drawn('On hand over time', ({ onHand }) => onHand, quantity),
      drawn('Value over time', ({ value }) => value, money),
      drawn('Average cost over time', ({ averageCost }) => averageCost, money),
      el('p', { class: 'note' }, `${count(lines)} movements. Click, or press Enter, to go to an instant.`),
    )
  }
  return { element, show }
}

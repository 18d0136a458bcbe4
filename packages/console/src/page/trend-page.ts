import type { SnapshotAnswer } from '../answers/snapshots.ts'
import { chart } from './chart.ts'
import type { Context, Page } from './context.ts'
import { el, fill } from './dom.ts'
import { count, instantIn, money, quantity } from './format.ts'
import { plainTable } from './plain-table.ts'
import { readSnapshots } from './read-snapshots.ts'
import { inOrderOfTime } from './snapshot-order.ts'

/** Selected snapshots over time: value and quantity as charts, each point of which opens its snapshot. */
export function trendPage({ moments, go }: Context, ids: readonly string[]): Page {
  const body = el('div')

  async function refresh(): Promise<void> {
    const chosen = inOrderOfTime(await readSnapshots(ids))
    const { zone } = moments.get()
    const points = (of: (snapshot: SnapshotAnswer) => string, written: (decimal: string) => string) =>
      chosen.map((snapshot) => ({
        at: Date.parse(snapshot.asOf),
        // Drawn only; what is written is exact.
        value: Number(of(snapshot)),
        title: `${snapshot.name}: ${written(of(snapshot))}`,
        id: snapshot.id,
      }))
    const open = ({ at }: { readonly at: number }) => {
      const found = chosen.find(({ asOf }) => Date.parse(asOf) === at)
      if (found !== undefined) go(`/snapshots/${encodeURIComponent(found.id)}`)
    }
    const columns = [
      {
        title: 'Snapshot',
        of: ({ name, id }: SnapshotAnswer) =>
          el('a', { href: `#/snapshots/${encodeURIComponent(id)}` }, name),
      },
      { title: 'Date and time', of: ({ asOf }: SnapshotAnswer) => instantIn(zone, asOf) },
      { title: 'On hand', isNumber: true, of: ({ totals }: SnapshotAnswer) => quantity(totals.onHand) },
      { title: 'Value', isNumber: true, of: ({ totals }: SnapshotAnswer) => money(totals.value) },
      { title: 'Items', isNumber: true, of: ({ totals }: SnapshotAnswer) => count(totals.items) },
    ]
    fill(
      body,
      chart(
        'Value',
        points(({ totals }) => totals.value, money),
        { open },
      ),
      chart(
        'On hand',
        points(({ totals }) => totals.onHand, quantity),
        { open },
      ),
      plainTable('Trend', columns, chosen),
    )
  }

  return {
    title: 'Trend',
    hasMoment: false,
    refresh,
    element: el('div', { class: 'page' }, el('h2', {}, 'Trend'), body),
  }
}

import type { BehindAnswer, ComparisonAnswer } from '../answers/comparison.ts'
import { read } from './api.ts'
import type { Context, Page } from './context.ts'
import { el, fill } from './dom.ts'
import { firstOf } from './first-of.ts'
import { change, instantIn, money, percent, quantity } from './format.ts'
import { exportMenu } from './menus.ts'
import { plainTable, section } from './plain-table.ts'
import { readSnapshots } from './read-snapshots.ts'
import { type Column, virtualTable } from './virtual-table.ts'
import { waterfall } from './waterfall.ts'

type Row = ComparisonAnswer['items'][number]
type Line = ComparisonAnswer['bridge'][number]

/** Two moments or more side by side: what changed, and the bridge that explains it. */
export function comparePage({ moments, attempt, attemptLong }: Context, named: readonly string[]): Page {
  // The same *now* for every question, or the parts of the page would not fit together.
  const now = new Date().toISOString()
  const moment = named.map((one) => (one === 'now' ? now : one))
  const titles = el('p', { class: 'told' })
  const bridge = el('div')
  const behind = el('div', { role: 'status' })
  const rows = el('div')
  let isAll = false

  const refresh = () => attemptLong('Comparing', compare)

  async function compare(signal: AbortSignal): Promise<void> {
    const first = await read<ComparisonAnswer>('/comparison', { moment, pageSize: 1 }, signal)
    const snapshots = await readSnapshots(
      first.moments.flatMap(({ snapshot }) => snapshot ?? []),
      signal,
    )
    const { zone } = moments.get()
    const names = first.moments.map(
      ({ snapshot, asOf }) => snapshots.find(({ id }) => id === snapshot)?.name ?? instantIn(zone, asOf),
    )
    titles.textContent = `${names.join(' → ')}`
    fill(
      bridge,
      el(
        'div',
        { class: 'wide', tabindex: 0, role: 'group', 'aria-label': 'Bridge' },
        waterfall(first.bridge, opened),
      ),
      totalsOf(first, names),
    )
    const table = virtualTable<Row>({
      label: 'Changes',
      empty: 'Nothing changed.',
      columns: columnsFor(names),
      attempt,
      load: (page, pageSize) =>
        read<ComparisonAnswer>('/comparison', { moment, changed: !isAll, sort: 'value', page, pageSize }),
    })
    const all = el('input', {
      type: 'checkbox',
      checked: isAll,
      onchange: () => {
        isAll = all.checked
        void attempt(() => table.refresh())
      },
    })
    fill(rows, el('label', {}, all, ' also rows that did not change'), table.element)
    await table.refresh()
  }

  function opened(line: Line): void {
    void attemptLong('Looking for the movements', (signal) => open(line, signal))
  }

  async function open({ kind, line }: Line, signal: AbortSignal): Promise<void> {
    const question = { moment, kind, pageSize: 500 }
    const found = await read<BehindAnswer>('/comparison/movements', question, signal)
    const table = plainTable('Movements behind the line', movementColumns(moments.get().zone), found.items)
    fill(behind, section(`${line}: the movements behind it${firstOf(found)}`, table))
    behind.scrollIntoView({ block: 'nearest' })
  }

  return {
    title: 'Compare',
    hasMoment: false,
    refresh,
    element: el(
      'div',
      { class: 'page' },
      el('h2', {}, 'Compare'),
      titles,
      el(
        'div',
        { class: 'tools' },
        exportMenu('/exports/comparison', () => ({ moment })),
      ),
      bridge,
      behind,
      section('Changes in inventory levels', rows),
    ),
  }
}

function totalsOf({ total }: ComparisonAnswer, names: readonly string[]): HTMLElement {
  type Line = readonly [string, (typeof total)['value'], (decimal: string) => string]
  const lines: readonly Line[] = [
    ['On hand', total.onHand, quantity],
    ['Value', total.value, money],
  ]
  const columns: readonly Column<Line>[] = [
    { title: 'Total', of: ([title]) => title },
    ...names.map((name, index) => ({
      title: name,
      isNumber: true,
      of: ([, figures, written]: Line) => written(figures.amounts[index] ?? '0'),
    })),
    { title: 'Change', isNumber: true, of: ([, { overall }]) => change(overall.by) },
    { title: '%', isNumber: true, of: ([, { overall }]) => percent(overall.percent) },
  ]
  return plainTable('Totals compared', columns, lines)
}

function columnsFor(names: readonly string[]): readonly Column<Row>[] {
  return [
    { title: 'Item', of: ({ item }) => el('a', { href: `#/items/${encodeURIComponent(item)}` }, item) },
    { title: 'Name', of: ({ name }) => name },
    { title: 'Branch', of: ({ branch }) => branch },
    ...names.map((name, index) => ({
      title: `On hand, ${name}`,
      isNumber: true,
      of: ({ onHand }: Row) => quantity(onHand.amounts[index]),
    })),
    { title: 'Change', isNumber: true, of: ({ onHand }) => change(onHand.overall.by) },
    ...names.map((name, index) => ({
      title: `Value, ${name}`,
      isNumber: true,
      of: ({ value }: Row) => money(value.amounts[index]),
    })),
    { title: 'Change', isNumber: true, of: ({ value }) => change(value.overall.by) },
    { title: '%', isNumber: true, of: ({ value }) => percent(value.overall.percent) },
  ]
}

function movementColumns(zone: string): readonly Column<BehindAnswer['items'][number]>[] {
  return [
    { title: 'Movement', of: ({ id }) => id },
    { title: 'Type', of: ({ type }) => type },
    { title: 'Item', of: ({ item }) => item },
    { title: 'Branch', of: ({ branch }) => branch },
    { title: 'Occurred', of: ({ occurredAt }) => instantIn(zone, occurredAt) },
    { title: 'Recorded', of: ({ recordedAt }) => instantIn(zone, recordedAt) },
    { title: 'Quantity', isNumber: true, of: ({ quantity }) => change(quantity) },
    { title: 'Value', isNumber: true, of: ({ value }) => change(value) },
  ]
}

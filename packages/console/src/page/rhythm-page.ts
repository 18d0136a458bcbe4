import type { TrendAnswer } from '../answers/time.ts'
import { read } from './api.ts'
import type { Context, Page } from './context.ts'
import { el, fill } from './dom.ts'
import { count, instantIn, money, percent, quantity, ratio } from './format.ts'
import { exportMenu, labelled } from './menus.ts'
import { plainTable } from './plain-table.ts'
import { type Series, timeChart } from './time-chart.ts'
import type { Column } from './virtual-table.ts'
import { instantOf, localOf, monthsLater } from './zone.ts'

type Row = TrendAnswer['items'][number]
type Measure = 'value' | 'onHand' | 'sales' | 'costOfSales' | 'grossMargin' | 'turns' | 'daysOfCover'

/** What can be drawn, each as it is called and written. */
const measures: readonly (readonly [Measure, string, (decimal: string | null) => string])[] = [
  ['value', 'Value', money],
  ['onHand', 'On hand', quantity],
  ['sales', 'Sales', money],
  ['costOfSales', 'Cost of sales', money],
  ['grossMargin', 'Gross margin', percent],
  ['turns', 'Turns', ratio],
  ['daysOfCover', 'Days of cover', ratio],
]

const rhythms = ['day', 'week', 'month-end', 'quarter-end', 'year-end']
const groupings = ['branch', 'group', 'section', 'vendor', 'item'] as const

/** So many lines at most are drawn: the largest at the end. The table has all. */
const MOST_LINES = 8

/** So far back it goes at first: more may be asked for. */
const MOST_MONTHS = 36

/** A series of instants at a regular rhythm: a chart one can go to any instant of, and its figures. */
export function rhythmPage(context: Context): Page {
  const { moments, attemptLong, go } = context
  const { zone } = moments.get()
  const { from, to } = context.history()
  const last = localOf(zone, Date.parse(to ?? new Date().toISOString()))
  const first = localOf(zone, Date.parse(from ?? new Date().toISOString()))
  const back = monthsLater(last, -MOST_MONTHS)
  const field = (value: string) =>
    el('input', { type: 'datetime-local', step: 0.001, value, onchange: again })
  const [start, end] = [field(first > back ? first : back), field(last)]
  const options = (names: readonly string[]) => names.map((name) => el('option', { value: name }, name))
  const every = el('select', { onchange: again }, ...options(rhythms))
  every.value = 'month-end'
  const by = el('select', { onchange: again }, el('option', { value: '' }, 'nothing'), ...options(groupings))
  const measure = el(
    'select',
    { onchange: () => draw() },
    ...measures.map(([name, title]) => el('option', { value: name }, title)),
  )
  const body = el('div')
  let found: TrendAnswer | null = null

  function question() {
    const [first, last] = [instantOf(zone, start.value), instantOf(zone, end.value)]
    if (first === null || last === null) throw new Error('Give the instants between which.')
    return {
      from: new Date(first).toISOString(),
      // The rhythm goes on to the end of the period that holds the last instant.
      to: new Date(last).toISOString(),
      every: every.value,
      zone,
      by: by.value,
    }
  }

  const refresh = () =>
    attemptLong('Drawing up the trend', async (signal) => {
      found = await read<TrendAnswer>('/trend', { ...question(), pageSize: 1000 }, signal)
      draw()
    })

  function again(): void {
    void refresh()
  }

  function draw(): void {
    if (found === null) return
    const [name, title, written] = measures.find(([name]) => name === measure.value) ?? [
      'value',
      'Value',
      money,
    ]
    const { items, pagination } = found
    const when = (at: number) => instantIn(zone, new Date(at).toISOString())
    const open = (at: number) => {
      moments.set({ at, snapshot: null })
      go('/levels')
    }
    const chart = timeChart(linesOf(items, by.value, name, written), {
      label: `${title}, every ${every.value}`,
      when,
      written: (value) => written(String(value)),
      go: open,
    })
    const more = pagination.total - items.length
    fill(
      body,
      chart,
      plainTable('Trend', columnsOf(zone, by.value, open), items, 'No period ends between these instants.'),
      more > 0 ? el('p', { class: 'note' }, `${count(more)} more rows are in the export.`) : null,
    )
  }

  return {
    title: 'Trend',
    hasMoment: false,
    refresh,
    element: el(
      'div',
      { class: 'page' },
      el('h2', {}, 'Trend'),
      el(
        'div',
        { class: 'tools' },
        labelled(`From (${zone})`, start),
        labelled('To', end),
        labelled('Every', every),
        labelled('By', by),
        labelled('Show', measure),
        exportMenu('/exports/trend', () => ({ ...question(), by: by.value === '' ? [] : [by.value] })),
      ),
      body,
    ),
  }
}

function groupOf(row: Row, by: string): string | null {
  const grouping = groupings.find((one) => one === by)
  return grouping === undefined ? '' : (row[grouping] ?? null)
}

/** A line for each group, the largest at the end of the series first. */
function linesOf(
  rows: readonly Row[],
  by: string,
  measure: Measure,
  written: (decimal: string | null) => string,
): readonly Series[] {
  const groups = [...Map.groupBy(rows, (row) => groupOf(row, by))]
  const size = (of: readonly Row[]) => Math.abs(Number(of.at(-1)?.[measure] ?? 0))
  return groups
    .sort(([, a], [, b]) => size(b) - size(a))
    .slice(0, MOST_LINES)
    .map(([name, of]) => ({
      name: name ?? 'none',
      points: of.map((row) => {
        const value = row[measure]
        // Drawn only; what is written is exact.
        return {
          at: Date.parse(row.asOf),
          value: value === null ? null : Number(value),
          text: written(value),
        }
      }),
    }))
}

function columnsOf(zone: string, by: string, open: (at: number) => void): readonly Column<Row>[] {
  const grouped: readonly Column<Row>[] =
    by === ''
      ? []
      : [
          {
            title: by.replace(/^./, (letter) => letter.toUpperCase()),
            of: (row) => groupOf(row, by) ?? 'none',
          },
        ]
  return [
    {
      title: 'At the end of',
      of: ({ asOf }) =>
        el(
          'button',
          { type: 'button', class: 'plain', onclick: () => open(Date.parse(asOf)) },
          instantIn(zone, asOf),
        ),
    },
    ...grouped,
    ...measures.map(([name, title, written]) => ({
      title,
      isNumber: true,
      of: (row: Row) => written(row[name]),
    })),
  ]
}

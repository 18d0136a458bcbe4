import type { HistoryAnswer, TrendAnswer } from '../answers/time.ts'
import { type Question, read } from './api.ts'
import type { Context, Page } from './context.ts'
import { el, fill } from './dom.ts'
import { count, instantIn, money, percent, quantity, ratio } from './format.ts'
import { exportMenu, labelled } from './menus.ts'
import { plainTable } from './plain-table.ts'
import { ONE_PAGE, readWhole } from './read-whole.ts'
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

/** So many lines at most are drawn: the largest at the end. The table has more. */
const MOST_LINES = 8

/** So many rows at most are asked for: what is drawn of some of them alone would not be the trend. */
const MOST_ROWS = 20_000

/** So far back it goes at first: more may be asked for. */
const MOST_MONTHS = 36

/** A series of instants at a regular rhythm: a chart one can go to any instant of, and its figures. */
export function rhythmPage(context: Context): Page {
  const { moments, attemptLong, go } = context
  const { zone } = moments.get()
  const field = () => el('input', { type: 'datetime-local', step: 0.001, onchange: again })
  const [start, end] = [field(), field()]
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

  /** The last years of the history, until something else is asked for. */
  async function fillRange(): Promise<void> {
    const known = context.history()
    const { from, to, now } = known.from === null ? await read<HistoryAnswer>('/history', { zone }) : known
    const [first, last] = [localOf(zone, Date.parse(from ?? now)), localOf(zone, Date.parse(to ?? now))]
    const back = monthsLater(last, -MOST_MONTHS)
    start.value = first > back ? first : back
    end.value = last
  }

  const refresh = () =>
    attemptLong('Drawing up the trend', async (signal) => {
      if (start.value === '' && end.value === '') await fillRange()
      found = await readWhole<TrendAnswer>('/trend', question(), { most: MOST_ROWS, signal, same: asKnown })
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
    const drawn = () =>
      timeChart(linesOf(items, by.value, name, written), {
        label: `${title}, every ${every.value}`,
        when,
        written: (value) => written(String(value)),
        go: open,
      })
    const { total } = pagination
    const tooMany = `${count(total)} rows are too many to draw: ask for fewer instants, or by something else.`
    const shown = items.slice(0, ONE_PAGE)
    const more = total - shown.length
    fill(
      body,
      total > items.length ? el('p', { class: 'note' }, tooMany) : drawn(),
      plainTable('Trend', columnsOf(zone, by.value, open), shown, 'No period ends between these instants.'),
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

/** What is recorded while it is read does not move its rows. */
function asKnown({ knownThrough }: TrendAnswer): Question {
  return knownThrough === null ? {} : { knownThrough: `${knownThrough.stream}@${knownThrough.revision}` }
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

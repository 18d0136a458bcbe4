import { type Column, columnsOf, toCell } from '../column.ts'
import { type Report, reportTable } from '../report.ts'
import { type KnownThrough, knownThroughText } from './moment.ts'

/** A period and how things stood at its end: decimal strings, ISO instants, `null` where a figure means nothing. */
export interface TrendFields {
  readonly from: string
  readonly asOf: string
  readonly days: number
  readonly onHand: string
  readonly value: string
  readonly sales: string
  readonly costOfSales: string
  readonly grossMargin: string | null
  readonly turns: string | null
  readonly daysOfCover: string | null
}

/** What a report of a trend is made of. */
export interface TrendInput<Row extends TrendFields> {
  readonly every: string
  /** The time zone of the calendar. */
  readonly zone: string
  /** What there is a row for at each point: names of fields of the rows. */
  readonly by: readonly (keyof Row & string)[]
  readonly knownThrough: KnownThrough | null
  readonly rows: readonly Row[]
}

/** The columns of a trend by such fields, in the order of every table and file that shows one. */
export function trendColumns<Row extends TrendFields>(
  by: readonly (keyof Row & string)[],
): readonly Column<Row>[] {
  return [
    ...columnsOf<TrendFields>({ asOf: 'instant', days: 'number' }),
    ...by.map((name): Column<Row> => ({ name, kind: 'text', of: (row) => toCell(row[name]) })),
    ...columnsOf<TrendFields>({
      onHand: 'number',
      value: 'amount',
      sales: 'amount',
      costOfSales: 'amount',
      grossMargin: 'number',
      turns: 'number',
      daysOfCover: 'number',
    }),
  ]
}

/**
 * The report of a trend: a row for every period, or for every group in it.
 *
 * @example
 * const { every, zone, rows } = await inventory.trend({ from: '2027-01-01T00:00Z', to: '2028-01-01T00:00Z', every: 'month-end' })
 * const report = trendReport({ every, zone, by: [], knownThrough, rows })
 */
export function trendReport<Row extends TrendFields>(input: TrendInput<Row>): Report {
  const { every, zone, by, knownThrough, rows } = input
  return {
    head: { every, zone, by, knownThrough },
    summary: [
      { name: 'Every', kind: 'text', value: every },
      { name: 'Time zone', kind: 'text', value: zone },
      { name: 'By', kind: 'text', value: by.length === 0 ? null : by.join(', ') },
      { name: 'Known through', kind: 'text', value: knownThroughText(knownThrough) },
      { name: 'From', kind: 'instant', value: rows.at(0)?.from ?? null },
      { name: 'To', kind: 'instant', value: rows.at(-1)?.asOf ?? null },
    ],
    tables: [reportTable('Trend', 'rows', trendColumns<Row>(by), () => rows)],
  }
}

import { formatInstant } from '@tidemark/domain'
import { formatMicros, microsOfDouble, perUnit, perUnitOfDoubles } from '@tidemark/projection'
import type { CalendarRhythm } from '../calendar-rhythm.ts'
import { TidemarkError } from '../errors.ts'
import type { KnowledgeInput } from '../knowledge.ts'
import type { Reader } from '../reading/reader.ts'
import { type TimeInput, toInstant } from '../time.ts'
import { inSteps } from '../turns/steps.ts'
import type { GroupKey } from '../view/groups.ts'
import { compareGroups, type Grouping, groupings, isGrouping } from '../view/totals.ts'
import { sharedGroups } from './groupings.ts'
import { periodsEnding } from './periods.ts'
import { type GroupSum, sumsAt } from './sums.ts'

/** What a trend is asked for. */
export interface TrendInput {
  /** Of all periods that end from this instant on... */
  readonly from: TimeInput
  /** ...to this one, both inclusive. */
  readonly to: TimeInput
  readonly every: CalendarRhythm
  /** The time zone of the calendar; UTC when left out. */
  readonly zone?: string | undefined
  /** A row for each of these at each point; one row a point when left out. */
  readonly by?: readonly Grouping[] | undefined
  /** As it was known then; as known now when left out. */
  readonly knownThrough?: KnowledgeInput | undefined
  /** Stops it; it then rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined
}

/** A period and how things stood at its end, of everything or of a group. Amounts are decimal strings. */
export type TrendRow = { readonly [By in Grouping]?: string | null } & {
  /** The first millisecond of the period. */
  readonly from: string
  /** Its last one, which on hand and value are as of. */
  readonly asOf: string
  /** Days of the calendar in the period. */
  readonly days: number
  readonly onHand: string
  readonly value: string
  /** In the period, without tax, returns subtracted. */
  readonly sales: string
  readonly costOfSales: string
  /** (sales - cost of sales) / sales x 100; `null` without sales. */
  readonly grossMargin: string | null
  /** Cost of sales, as of 365 days, / the mean of the value at start and end; `null` when that is not above zero. */
  readonly turns: string | null
  /** How many days the value at the end lasts at the cost of sales of the period; `null` when there was none. */
  readonly daysOfCover: string | null
}

/** A series of instants, in the order of time; groups by code point at each of them. */
export interface Trend {
  readonly every: CalendarRhythm
  readonly zone: string
  /** The position of the log through which everything is known to it. */
  readonly position: number
  readonly rows: readonly TrendRow[]
}

/**
 * The trend of an inventory as known through a position.
 *
 * @throws TidemarkError as {@link periodsEnding}, and `INVALID_ARGUMENT` for something it cannot be drawn up by.
 */
export async function trendOf(input: TrendInput, knownThrough: number, reader: Reader): Promise<Trend> {
  const { every, zone = 'UTC', by = [] } = input
  const unknown = by.find((grouping) => !isGrouping(grouping))
  if (unknown !== undefined) {
    throw new TidemarkError('INVALID_ARGUMENT', `by ${JSON.stringify(unknown)} (${groupings.join(', ')})`)
  }
  const periods = periodsEnding(every, zone, toInstant(input.from), toInstant(input.to))
  input.signal?.throwIfAborted()
  const { groups, kept } = sharedGroups(reader.timeline, by)
  const instants = periods.map(({ end }) => end)
  if (periods[0] !== undefined) instants.unshift(periods[0].start - 1)
  const viewAt = (asOf: number) => reader.timeline.view({ asOf, knownThrough })
  const sums = await inSteps(sumsAt(instants, groups, kept, viewAt), input.signal)
  const named = namedGroups(groups.keys, by)
  const rows: TrendRow[] = []
  for (const [index, period] of periods.entries()) {
    const when = { from: formatInstant(period.start), asOf: formatInstant(period.end), days: period.days }
    const byGroup = new Map((sums[index] ?? []).map((sum) => [sum.group, sum]))
    for (const { group, row } of named) {
      const sum = byGroup.get(group)
      if (sum !== undefined) rows.push(toRow(when, row, sum))
    }
  }
  return { every, zone, position: knownThrough, rows }
}

type Writable<Row> = { -readonly [Column in keyof Row]: Row[Column] }

/** What stands in all rows of a group. */
interface NamedGroup {
  /** Its number. */
  readonly group: number
  /** A row to copy, with all its columns in their order: much faster than to put one together from parts. */
  readonly row: Readonly<TrendRow>
}

/** The groups in the order of their rows. */
function namedGroups(keys: readonly GroupKey[], by: readonly Grouping[]): readonly NamedGroup[] {
  const sorted = [...keys.entries()].sort(([, a], [, b]) => compareGroups(a, b))
  return sorted.map(([group, key]) => {
    const names = Object.fromEntries(by.map((grouping, index) => [grouping, key[index] ?? null]))
    return { group, row: { from: '', asOf: '', days: 0, ...names, ...noFigures } }
  })
}

const noFigures = {
  onHand: '0',
  value: '0',
  sales: '0',
  costOfSales: '0',
  grossMargin: null,
  turns: null,
  daysOfCover: null,
}

const DAYS_OF_A_YEAR = 365n

function toRow(
  { from, asOf, days }: Pick<TrendRow, 'from' | 'asOf' | 'days'>,
  template: Readonly<TrendRow>,
  { onHand, value, openingValue, sales, costOfSales }: GroupSum,
): TrendRow {
  const twiceTheMean = openingValue + value
  const row: Writable<TrendRow> = { ...template }
  row.from = from
  row.asOf = asOf
  row.days = days
  row.onHand = formatMicros(onHand)
  row.value = formatMicros(value)
  row.sales = formatMicros(sales)
  row.costOfSales = formatMicros(costOfSales)
  row.grossMargin = ratio((sales - costOfSales) * 100n, sales, sales !== 0n)
  row.turns = ratio(costOfSales * DAYS_OF_A_YEAR * 2n, BigInt(days) * twiceTheMean, twiceTheMean > 0n)
  row.daysOfCover = ratio(value * BigInt(days), costOfSales, costOfSales > 0n)
  return row
}

function ratio(numerator: bigint, denominator: bigint, isMeant: boolean): string | null {
  if (!isMeant) return null
  const quick = perUnitOfDoubles(Number(numerator), Number(denominator))
  return formatMicros(Number.isNaN(quick) ? perUnit(numerator, denominator) : microsOfDouble(quick))
}

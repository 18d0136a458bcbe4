import { formatInstant } from '@tidemark/domain'
import { divideRounded, formatMicros, ONE } from '@tidemark/projection'
import type { CalendarRhythm } from '../calendar-rhythm.ts'
import { TidemarkError } from '../errors.ts'
import type { KnowledgeInput } from '../knowledge.ts'
import type { Reader } from '../reading/reader.ts'
import { inSteps } from '../reading/steps.ts'
import { type TimeInput, toInstant } from '../time.ts'
import { groupsBy } from '../view/groups.ts'
import { compareGroups, type Grouping, groupings, isGrouping } from '../view/totals.ts'
import { periodsEnding, type TrendPeriod } from './periods.ts'
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
  const sums = await inSteps(sumsOfPeriods(periods, by, knownThrough, reader), input.signal)
  const rows = periods.flatMap((period, index) => {
    const when = { from: formatInstant(period.start), asOf: formatInstant(period.end), days: period.days }
    return (sums[index] ?? [])
      .toSorted((a, b) => compareGroups(a.group, b.group))
      .map((sum) => toRow(when, by, sum))
  })
  return { every, zone, position: knownThrough, rows }
}

function* sumsOfPeriods(
  periods: readonly TrendPeriod[],
  by: readonly Grouping[],
  knownThrough: number,
  { timeline }: Reader,
): Generator<void, readonly (readonly GroupSum[])[]> {
  const [first] = periods
  if (first === undefined) return []
  const instants = [first.start - 1, ...periods.map(({ end }) => end)]
  return yield* sumsAt(instants, groupsBy(by), (asOf) => timeline.view({ asOf, knownThrough }))
}

const DAYS_OF_A_YEAR = 365n

function toRow(
  when: Pick<TrendRow, 'from' | 'asOf' | 'days'>,
  by: readonly Grouping[],
  sum: GroupSum,
): TrendRow {
  const { days } = when
  const { onHand, value, openingValue, sales, costOfSales } = sum
  const twiceTheMean = openingValue + value
  return {
    ...when,
    ...Object.fromEntries(by.map((grouping, index) => [grouping, sum.group[index] ?? null])),
    onHand: formatMicros(onHand),
    value: formatMicros(value),
    sales: formatMicros(sales),
    costOfSales: formatMicros(costOfSales),
    grossMargin: ratio((sales - costOfSales) * 100n, sales, sales !== 0n),
    turns: ratio(costOfSales * DAYS_OF_A_YEAR * 2n, BigInt(days) * twiceTheMean, twiceTheMean > 0n),
    daysOfCover: ratio(value * BigInt(days), costOfSales, costOfSales > 0n),
  }
}

function ratio(numerator: bigint, denominator: bigint, isMeant: boolean): string | null {
  return isMeant ? formatMicros(divideRounded(numerator * ONE, denominator)) : null
}

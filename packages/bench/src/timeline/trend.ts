import { type Inventory, type Trend, toMicros } from 'tidemark'
import { type Figure, round, type Took, time } from '../figure.ts'
import type { DuckDbLedger, DuckDbTrend } from '../peers/duckdb.ts'
import { medianOf, timed } from '../stopwatch.ts'
import { FIRST_DAY, groupOf, lastInstant } from '../trade.ts'

const ROUNDS = 3

/** Twenty-four month ends, by branch and group, beside one query for on hand and value of the same. */
export async function measureTrend(inventory: Inventory, duckDb: DuckDbLedger | null): Promise<Figure> {
  const draw = () =>
    inventory.trend({
      from: '2024-01-01T00:00:00.000Z',
      to: '2025-12-31T23:59:59.999Z',
      every: 'month-end',
      by: ['branch', 'group'],
    })
  const trend = await draw()
  if (new Set(trend.rows.map(({ asOf }) => asOf)).size !== 24) throw new Error('not twenty-four month ends')
  const ours: Took[] = []
  for (let n = 0; n < ROUNDS; n++) ours.push(await timed(draw))
  if (duckDb === null) return { name: 'trend', value: round(medianOf(ours).ms), unit: 'ms' }
  const { stock } = await inventory.asOf(lastInstant)
  const groups = new Map(stock.units().map((item) => [item, groupOf(item)]))
  const theirs: DuckDbTrend[] = []
  for (let n = 0; n < ROUNDS; n++) theirs.push(await duckDb.trend(groups))
  for (const answer of theirs) assertSame(answer, trend)
  return time('trend', medianOf(ours), 'DuckDB: on hand and value only', medianOf(theirs))
}

/** Throws unless every month end that DuckDB has added up is what the trend says. */
function assertSame({ rows }: DuckDbTrend, trend: Trend): void {
  const ours = new Map(trend.rows.map((row) => [`${row.asOf} ${row.branch} ${row.group}`, row]))
  for (const { month, branch, group, quantity, value } of rows) {
    if (month < FIRST_DAY) continue
    const key = `${endOfMonth(month)} ${branch} ${group}`
    const row = ours.get(key)
    if (row === undefined || toMicros(row.onHand) !== quantity || toMicros(row.value) !== value)
      throw new Error(`DuckDB, ${key}: ${quantity} for ${value}, not ${row?.onHand} for ${row?.value}`)
  }
}

/** The last millisecond of the month that begins at an instant, in UTC. */
function endOfMonth(start: number): string {
  const next = new Date(start)
  next.setUTCMonth(next.getUTCMonth() + 1)
  return new Date(next.getTime() - 1).toISOString()
}

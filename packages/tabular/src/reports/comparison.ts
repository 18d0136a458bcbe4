import { type Column, columnsOf } from '../column.ts'
import { type Report, reportTable } from '../report.ts'
import { type BridgeInput, bridgeFacts, bridgeTables } from './bridge.ts'
import { difference } from './difference.ts'

/** One item at one branch at two moments; zero where it has no row. */
export interface ComparedFields {
  readonly item: string
  readonly branch: string
  readonly onHand: readonly [from: string, to: string]
  readonly value: readonly [from: string, to: string]
  readonly presence: 'both' | 'new' | 'vanished'
}

/** What a report of a comparison is made of. */
export interface ComparisonInput extends BridgeInput {
  readonly rows: readonly ComparedFields[]
}

const columns: readonly Column<ComparedFields>[] = [
  ...columnsOf<ComparedFields>({ item: 'text', branch: 'text' }),
  { name: 'onHandFrom', kind: 'number', of: ({ onHand }) => onHand[0] },
  { name: 'onHandTo', kind: 'number', of: ({ onHand }) => onHand[1] },
  { name: 'onHandChange', kind: 'number', of: ({ onHand }) => difference(...onHand) },
  { name: 'valueFrom', kind: 'amount', of: ({ value }) => value[0] },
  { name: 'valueTo', kind: 'amount', of: ({ value }) => value[1] },
  { name: 'valueChange', kind: 'amount', of: ({ value }) => difference(...value) },
  ...columnsOf<ComparedFields>({ presence: 'text' }),
]

/**
 * The report of two moments side by side: every row of either, and the bridge that explains the difference.
 *
 * @example
 * const { rows, bridge, memo } = inventory.compare(march, april)
 * const report = comparisonReport({ from, to, rows, bridge, memo })
 */
export function comparisonReport(input: ComparisonInput): Report {
  const { from, to, rows } = input
  const count = (presence: ComparedFields['presence']) =>
    rows.filter((row) => row.presence === presence).length
  return {
    head: { from, to },
    summary: [
      ...bridgeFacts(input),
      { name: 'New rows', kind: 'number', value: count('new') },
      { name: 'Vanished rows', kind: 'number', value: count('vanished') },
    ],
    tables: [reportTable('Comparison', 'rows', columns, () => rows), ...bridgeTables(input)],
  }
}

import { type Column, columnsOf } from '../column.ts'
import { type Fact, type Report, reportTable } from '../report.ts'
import { type BridgeFields, bridgeTables, type MemoFields } from './bridge.ts'
import { type FiguresFields, figureColumns, figureHeadings, presenceOf } from './figures.ts'
import { type Moment, momentFacts } from './moment.ts'

/** One item at one branch at several moments. */
export interface MatrixFields {
  readonly item: string
  readonly branch: string
  /** For each moment whether the row is there. */
  readonly present: readonly boolean[]
  readonly onHand: FiguresFields
  readonly value: FiguresFields
}

/** What a report of several moments is made of. */
export interface MatrixInput {
  /** Two or more, the earliest first. */
  readonly moments: readonly Moment[]
  readonly rows: readonly MatrixFields[]
  readonly total: { readonly onHand: FiguresFields; readonly value: FiguresFields }
  /** From the first moment to the last. */
  readonly bridge: readonly BridgeFields[]
  readonly memo: readonly MemoFields[]
}

/** The columns of so many moments side by side, in the order of every file that shows them. */
export function matrixColumns(moments: number): readonly Column<MatrixFields>[] {
  return [
    ...columnsOf<MatrixFields>({ item: 'text', branch: 'text' }),
    ...figureColumns<MatrixFields>(figureHeadings('onHand'), 'number', moments, ({ onHand }) => onHand),
    ...figureColumns<MatrixFields>(figureHeadings('value'), 'amount', moments, ({ value }) => value),
    { name: 'presence', kind: 'text', of: ({ present }) => presenceOf(present) },
  ]
}

/**
 * The report of several moments side by side: every row of any of them, and the bridge from the first to the last.
 *
 * @example
 * const comparison = inventory.compare(january, february, march)
 * const { bridge, memo } = comparison
 * const report = matrixReport({ moments, ...comparison.matrix(), bridge, memo })
 */
export function matrixReport({ moments, rows, total, bridge, memo }: MatrixInput): Report {
  return {
    head: { moments, total },
    summary: [
      ...moments.flatMap((moment, index) => [
        ...momentFacts(moment, `${index + 1}`),
        ...totalFacts(index, total),
      ]),
      { name: 'Change of on hand', kind: 'number', value: total.onHand.overall.by },
      { name: 'Change of value', kind: 'amount', value: total.value.overall.by },
      ...presenceFacts(rows),
    ],
    tables: [
      reportTable('Comparison', 'rows', matrixColumns(moments.length), () => rows),
      ...bridgeTables({ bridge, memo }),
    ],
  }
}

function totalFacts(index: number, { onHand, value }: MatrixInput['total']): readonly Fact[] {
  return [
    { name: `${index + 1}: on hand`, kind: 'number', value: onHand.amounts[index] ?? null },
    { name: `${index + 1}: value`, kind: 'amount', value: value.amounts[index] ?? null },
  ]
}

function presenceFacts(rows: readonly MatrixFields[]): readonly Fact[] {
  const count = (wanted: ReturnType<typeof presenceOf>) =>
    rows.filter(({ present }) => presenceOf(present) === wanted).length
  return [
    { name: 'New rows', kind: 'number', value: count('new') },
    { name: 'Vanished rows', kind: 'number', value: count('vanished') },
    { name: 'Passing rows', kind: 'number', value: count('passing') },
  ]
}

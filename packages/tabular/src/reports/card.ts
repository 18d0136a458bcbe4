import { type Column, columnsOf } from '../column.ts'
import { type Report, reportTable } from '../report.ts'
import { textUnlessNull } from './levels.ts'
import { type Moment, momentFacts } from './moment.ts'

/** One line of a stock card: a movement, and what stood there after it. */
export interface CardFields {
  readonly id: string
  readonly type: string
  readonly occurredAt: string
  readonly recordedAt: string
  readonly branch: string
  readonly quantity: string
  readonly onHand: string
  readonly value: string
  readonly averageCost: string | null
  readonly cost: string
  readonly corrections: readonly { readonly id: string; readonly type: string; readonly recordedAt: string }[]
}

/** What a report of a stock card is made of. */
export interface CardInput {
  readonly moment: Moment
  readonly item: string
  /** The branch it is of; `null` is all of them. */
  readonly branch: string | null
  readonly lines: readonly CardFields[]
}

/** The columns of a stock card, in the order of every table and file that shows one. */
export const cardColumns: readonly Column<CardFields>[] = [
  ...columnsOf<CardFields>({
    id: 'text',
    type: 'text',
    occurredAt: 'instant',
    recordedAt: 'instant',
    branch: 'text',
    quantity: 'number',
    onHand: 'number',
    value: 'amount',
    averageCost: 'amount',
    cost: 'amount',
  }),
  {
    name: 'corrections',
    kind: 'text',
    of: ({ corrections }) =>
      corrections.length === 0 ? null : corrections.map(({ id, type }) => `${type} ${id}`).join('; '),
  },
]

/** The report of a stock card: every movement that led to what an item is at a moment. */
export function cardReport({ moment, item, branch, lines }: CardInput): Report {
  return {
    head: { item, branch, ...moment },
    summary: [
      { name: 'Item', kind: 'text', value: item },
      ...textUnlessNull('Branch', branch),
      ...momentFacts(moment),
    ],
    tables: [reportTable('Card', 'lines', cardColumns, () => lines)],
  }
}

import { columnsOf } from '../column.ts'
import { type Fact, type Report, type ReportTable, reportTable } from '../report.ts'
import { difference } from './difference.ts'
import { type Moment, momentFacts } from './moment.ts'

/** One line of a bridge, in decimal strings. */
export interface BridgeFields {
  readonly line: string
  readonly kind: string
  readonly quantity: string
  readonly value: string
}

/** A figure beside a bridge, which is part of no stock. */
export interface MemoFields {
  readonly line: string
  readonly kind: string
  readonly value: string
}

/** What a report of a bridge is made of. */
export interface BridgeInput {
  readonly from: Moment
  readonly to: Moment
  /** From opening to closing. */
  readonly bridge: readonly BridgeFields[]
  readonly memo: readonly MemoFields[]
}

const bridgeColumns = columnsOf<BridgeFields>({
  line: 'text',
  kind: 'text',
  quantity: 'number',
  value: 'amount',
})

const memoColumns = columnsOf<MemoFields>({ line: 'text', kind: 'text', value: 'amount' })

/** The report of how one moment became another: opening, what came and went, closing. */
export function bridgeReport(input: BridgeInput): Report {
  const { from, to } = input
  return { head: { from, to }, summary: bridgeFacts(input), tables: bridgeTables(input) }
}

/** A bridge and its memo lines as tables. */
export function bridgeTables({
  bridge,
  memo,
}: Pick<BridgeInput, 'bridge' | 'memo'>): readonly [ReportTable, ReportTable] {
  return [
    reportTable('Bridge', 'bridge', bridgeColumns, () => bridge),
    reportTable('Memo', 'memo', memoColumns, () => memo),
  ]
}

/** What a summary says of a bridge: its moments and its ends. */
export function bridgeFacts({ from, to, bridge }: BridgeInput): readonly Fact[] {
  return [...momentFacts(from, 'From'), ...momentFacts(to, 'To'), ...endFacts(bridge.at(0), bridge.at(-1))]
}

function endFacts(opening: BridgeFields | undefined, closing: BridgeFields | undefined): readonly Fact[] {
  if (opening === undefined || closing === undefined) return []
  return [
    { name: 'From: on hand', kind: 'number', value: opening.quantity },
    { name: 'To: on hand', kind: 'number', value: closing.quantity },
    { name: 'Change of on hand', kind: 'number', value: difference(opening.quantity, closing.quantity) },
    { name: 'From: value', kind: 'amount', value: opening.value },
    { name: 'To: value', kind: 'amount', value: closing.value },
    { name: 'Change of value', kind: 'amount', value: difference(opening.value, closing.value) },
  ]
}

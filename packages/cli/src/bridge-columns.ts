import type { Column } from '@tidemark/tabular'
import type { BridgeLine, Comparison } from 'tidemark'

/** What a table shows of a bridge. */
export const bridgeColumns: readonly Column<BridgeLine | Comparison['memo'][number]>[] = [
  { name: 'bridge', kind: 'text', of: (row) => row.line },
  { name: 'quantity', kind: 'number', of: (row) => ('quantity' in row ? row.quantity : null) },
  { name: 'value', kind: 'number', of: (row) => row.value },
]

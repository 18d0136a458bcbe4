import type { Column } from '@tidemark/tabular'
import { formatInstant, type KnowledgePoint, type Snapshot } from 'tidemark'
import { knowledgeText } from './knowledge-text.ts'

/** A snapshot as the command line shows it. */
export interface SnapshotRow {
  readonly id: string
  readonly name: string
  readonly description: string | null
  readonly asOf: string
  readonly knownThrough: KnowledgePoint | null
  readonly takenAt: string
  readonly totals: Snapshot['totals']
  readonly cause: { readonly [field: string]: string }
  readonly format: number
  readonly digest: string
  readonly discarded: { readonly reason: string; readonly at: string } | null
}

/** A snapshot with its instants as text, and without its bucket digests. */
export function snapshotRow(snapshot: Snapshot): SnapshotRow {
  const { id, name, description, knownThrough, totals, format, digest, discarded } = snapshot
  return {
    id,
    name,
    description,
    asOf: formatInstant(snapshot.asOf),
    knownThrough,
    takenAt: formatInstant(snapshot.takenAt),
    totals,
    cause: causeOf(snapshot),
    format,
    digest,
    discarded: discarded === null ? null : { reason: discarded.reason, at: formatInstant(discarded.at) },
  }
}

function causeOf({ cause }: Snapshot): { readonly [field: string]: string } {
  const { boundary, ...rest } = cause
  const named = Object.entries(rest).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return {
    ...Object.fromEntries(named),
    ...(boundary === undefined ? {} : { boundary: formatInstant(boundary) }),
  }
}

/** What a list of snapshots tells of each. */
export const listColumns: readonly Column<SnapshotRow>[] = [
  { name: 'id', kind: 'text', of: (row) => row.id },
  { name: 'name', kind: 'text', of: (row) => row.name },
  { name: 'asOf', kind: 'instant', of: (row) => row.asOf },
  { name: 'takenAt', kind: 'instant', of: (row) => row.takenAt },
  { name: 'onHand', kind: 'number', of: (row) => row.totals.onHand },
  { name: 'value', kind: 'number', of: (row) => row.totals.value },
  { name: 'items', kind: 'number', of: (row) => row.totals.items },
  { name: 'cause', kind: 'text', of: (row) => row.cause.kind ?? null },
  { name: 'discarded', kind: 'text', of: (row) => row.discarded?.reason ?? null },
]

/** All that is told of one snapshot. */
export const detailColumns: readonly Column<SnapshotRow>[] = [
  { name: 'id', kind: 'text', of: (row) => row.id },
  { name: 'name', kind: 'text', of: (row) => row.name },
  { name: 'description', kind: 'text', of: (row) => row.description },
  { name: 'asOf', kind: 'instant', of: (row) => row.asOf },
  { name: 'knownThrough', kind: 'text', of: (row) => knowledgeText(row.knownThrough) },
  { name: 'takenAt', kind: 'instant', of: (row) => row.takenAt },
  { name: 'onHand', kind: 'number', of: (row) => row.totals.onHand },
  { name: 'value', kind: 'number', of: (row) => row.totals.value },
  { name: 'items', kind: 'number', of: (row) => row.totals.items },
  { name: 'cause', kind: 'text', of: (row) => Object.values(row.cause).join(' ') },
  { name: 'digest', kind: 'text', of: (row) => row.digest },
  { name: 'discarded', kind: 'text', of: (row) => row.discarded?.reason ?? null },
]

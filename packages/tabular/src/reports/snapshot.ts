import type { Report } from '../report.ts'
import { type LevelFields, levelTables, textUnlessNull, totalFacts } from './levels.ts'
import { type KnownThrough, momentFacts } from './moment.ts'

/** What a file says of the snapshot it holds; instants are ISO 8601, UTC. */
export interface SnapshotFields {
  readonly id: string
  readonly name: string
  readonly description: string | null
  readonly asOf: string
  readonly knownThrough: KnownThrough | null
  readonly takenAt: string
  readonly cause: { readonly [field: string]: string }
  readonly format: number
  /** The digest that was frozen. */
  readonly digest: string
  readonly discarded: { readonly reason: string; readonly at: string } | null
}

/** What a report of a snapshot is made of. */
export interface SnapshotInput {
  readonly snapshot: SnapshotFields
  /** Whether the rows gave the digest that was frozen. */
  readonly verified: boolean
  /** Gives the rows, item by item, anew each time: they are gone through once to add them up, and once to write them. */
  readonly rows: () => Iterable<LevelFields>
}

/** The report of a snapshot: its levels with their sums, and what was frozen with them. */
export function snapshotReport({ snapshot, verified, rows }: SnapshotInput): Report {
  const { id, name, description, asOf, knownThrough, takenAt, cause, format, digest, discarded } = snapshot
  const { totals, tables } = levelTables(rows)
  const frozen = { id, name, description, takenAt, cause, format, digest, discarded }
  return {
    head: { asOf, knownThrough, snapshot: frozen, verified, totals },
    summary: [
      { name: 'Name', kind: 'text', value: name },
      ...textUnlessNull('Description', description),
      ...momentFacts({ asOf, knownThrough, snapshot: id }),
      { name: 'Taken at', kind: 'instant', value: takenAt },
      { name: 'Cause', kind: 'text', value: Object.values(cause).join(' ') },
      ...totalFacts(totals),
      { name: 'Digest', kind: 'text', value: digest },
      { name: 'Verified', kind: 'text', value: verified },
      ...textUnlessNull('Discarded', discarded === null ? null : discarded.reason),
    ],
    tables,
  }
}

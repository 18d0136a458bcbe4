import type { Report } from '../report.ts'
import { type LevelFields, levelTables, textUnlessNull, totalFacts } from './levels.ts'
import { type KnownThrough, momentFacts } from './moment.ts'

/** An instant: ISO 8601, UTC, or milliseconds since 1970 UTC, which a file has as the former. */
type Instant = string | number

/** What a file says of the snapshot it holds: a snapshot as `inventory.snapshots` gives it. */
export interface SnapshotFields {
  readonly id: string
  readonly name: string
  readonly description: string | null
  readonly asOf: Instant
  readonly knownThrough: KnownThrough | null
  readonly takenAt: Instant
  /** How it came about; numbers are instants. */
  readonly cause: { readonly [field: string]: Instant | undefined }
  readonly format: number
  /** The digest that was frozen. */
  readonly digest: string
  readonly discarded: { readonly reason: string; readonly at: Instant } | null
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
  const { id, name, description, knownThrough, format, digest } = snapshot
  const [asOf, takenAt] = [textOf(snapshot.asOf), textOf(snapshot.takenAt)]
  const cause = causeOf(snapshot)
  const discarded = snapshot.discarded && { ...snapshot.discarded, at: textOf(snapshot.discarded.at) }
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

function causeOf({ cause }: SnapshotFields): { readonly [field: string]: string } {
  const known = Object.entries(cause).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, textOf(value)] as const],
  )
  return Object.fromEntries(known)
}

function textOf(instant: Instant): string {
  return typeof instant === 'string' ? instant : new Date(instant).toISOString()
}

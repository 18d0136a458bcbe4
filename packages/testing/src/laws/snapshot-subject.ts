import type { Arbitrary } from 'fast-check'
import type { Inventory } from 'tidemark'
import type { History } from '../generators/deed.ts'
import { cutsOf } from './cuts.ts'
import type { Recording } from './inventory-subject.ts'

/** What laws ask of an inventory that freezes snapshots. */
export interface Freezing extends Recording {
  readonly snapshots: Pick<Inventory['snapshots'], 'create' | 'read' | 'verify' | 'list' | 'drift'>
}

/** An inventory under test that freezes snapshots, and histories to record in it. */
export interface SnapshotSubject {
  /** Opens an empty inventory; it and its log have this clock, in milliseconds since the epoch. */
  readonly open: (clock: () => number) => Freezing | Promise<Freezing>
  readonly histories?: Arbitrary<History> | undefined
}

/** The instants of a history that are not in the future by its end. */
export function pastInstantsOf(history: History): readonly number[] {
  const now = Date.parse(history.at(-1)?.recordedAt ?? '')
  const occurred = history.map(({ event }, position) => ({
    type: event.type,
    position,
    occurredAt: Date.parse(String(event.occurredAt)),
  }))
  return cutsOf(occurred).filter((instant) => instant <= now)
}

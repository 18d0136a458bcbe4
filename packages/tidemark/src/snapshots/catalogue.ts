import type { EventOf, KnownEvent } from '@tidemark/domain'

/** Why a snapshot was taken. */
export type SnapshotCause = EventOf<'SnapshotTaken'>['cause']

/** A snapshot as the catalogue lists it. */
export interface Snapshot {
  readonly id: string
  readonly name: string
  readonly description: string | null
  /** The instant it stands for, in milliseconds since the epoch. */
  readonly asOf: number
  /** The last event known; `null` is never written by this version. */
  readonly knownThrough: { readonly stream: string; readonly revision: number } | null
  /** When it was recorded, in milliseconds since the epoch. */
  readonly takenAt: number
  readonly format: number
  readonly digest: string
  readonly buckets: readonly string[]
  readonly totals: { readonly onHand: string; readonly value: string; readonly items: number }
  readonly cause: SnapshotCause
  /** Why, and when in milliseconds since the epoch; `null` while it is wanted. */
  readonly discarded: { readonly reason: string; readonly at: number } | null
}

/** The snapshots of a workspace, folded from their events. */
export class Catalogue {
  readonly #snapshots: Map<string, Snapshot>

  /** Those that were listed before, in the order they were taken. */
  constructor(snapshots: readonly Snapshot[] = []) {
    this.#snapshots = new Map(snapshots.map((snapshot) => [snapshot.id, snapshot]))
  }

  add(event: KnownEvent): void {
    if (event.type === 'SnapshotTaken') this.#take(event)
    if (event.type === 'SnapshotDescribed') this.#describe(event)
    if (event.type === 'SnapshotDiscarded') this.#discard(event)
  }

  find(id: string): Snapshot | undefined {
    return this.#snapshots.get(id)
  }

  /** Newest first, by when they were taken. */
  list(): readonly Snapshot[] {
    return [...this.#snapshots.values()].reverse()
  }

  #take(event: Extract<KnownEvent, { type: 'SnapshotTaken' }>): void {
    // The first one of an id stands: a snapshot is frozen.
    if (this.#snapshots.has(event.snapshot)) return
    this.#snapshots.set(event.snapshot, {
      id: event.snapshot,
      name: event.name,
      description: event.description ?? null,
      asOf: event.asOf,
      knownThrough: event.knownThrough,
      takenAt: event.recordedAt,
      format: event.format,
      digest: event.digest,
      buckets: event.buckets,
      totals: event.totals,
      cause: event.cause,
      discarded: null,
    })
  }

  #describe(event: Extract<KnownEvent, { type: 'SnapshotDescribed' }>): void {
    const snapshot = this.#snapshots.get(event.snapshot)
    if (snapshot === undefined) return
    const name = event.name ?? snapshot.name
    const description = event.description ?? snapshot.description
    this.#snapshots.set(event.snapshot, { ...snapshot, name, description })
  }

  #discard(event: Extract<KnownEvent, { type: 'SnapshotDiscarded' }>): void {
    const snapshot = this.#snapshots.get(event.snapshot)
    if (snapshot === undefined || snapshot.discarded !== null) return
    const discarded = { reason: event.reason, at: event.recordedAt }
    this.#snapshots.set(event.snapshot, { ...snapshot, discarded })
  }
}

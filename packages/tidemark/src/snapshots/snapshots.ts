import { formatInstant } from '@tidemark/domain'
import type { EventLog } from '@tidemark/log'
import type { Observable } from 'rxjs'
import type { SnapshotArchive } from '../archive/archive.ts'
import { assertKept, keepRows, keptRows } from '../archive/keep.ts'
import type { ArchivedRow } from '../archive/rows.ts'
import { type Drift, driftBetween } from '../compare/drift.ts'
import { TidemarkError } from '../errors.ts'
import { lastReadAt, positionOf } from '../knowledge.ts'
import { nodeCrypto } from '../node-modules.ts'
import type { Reader } from '../reading/reader.ts'
import { recordChange } from '../recording/record-change.ts'
import { Schedules } from '../scheduling/schedules.ts'
import { assertWhole } from '../sharing/share.ts'
import { type TimeInput, toInstant } from '../time.ts'
import { Triggers } from '../triggers/triggers.ts'
import { takenWhen, type WhenOptions } from '../triggers/when.ts'
import { InventoryView } from '../view/inventory-view.ts'
import type { Workspace } from '../workspace.ts'
import type { Snapshot } from './catalogue.ts'
import { inWorkspace } from './in-workspace.ts'
import { matching, type SnapshotFilter } from './matching.ts'
import { takeSnapshot } from './taking.ts'
import { type SnapshotVerification, verificationOf } from './verification.ts'

/** What a snapshot is taken of. */
export interface CreateSnapshot {
  /** Chosen by the caller to make a retry safe; made up when left out. */
  readonly id?: string | undefined
  readonly name?: string | undefined
  readonly description?: string | undefined
  /** The instant it stands for; now when left out. */
  readonly asOf?: TimeInput | undefined
  /** Whether its rows are put into the archive too. */
  readonly archive?: boolean | undefined
}

/** The snapshots of a workspace: recorded definitions that a later replay must reproduce. */
export class Snapshots {
  /** Snapshots taken regularly. */
  readonly schedules: Schedules
  /** Snapshots taken whenever something happens. */
  readonly triggers: Triggers
  readonly #log: EventLog
  readonly #reader: Reader
  readonly #now: () => number
  readonly #archive: SnapshotArchive | null
  readonly #workspace: Workspace

  constructor(workspace: Workspace) {
    const { log, reader, now, archive } = workspace
    this.#log = log
    this.#reader = reader
    this.#now = now
    this.#archive = archive
    this.#workspace = workspace
    this.schedules = new Schedules(workspace)
    this.triggers = new Triggers(workspace)
  }

  /**
   * Freezes the inventory as of now or any past instant.
   *
   * With an `id` that was taken before, of the same instant, the first snapshot is returned.
   * @throws TidemarkError `SNAPSHOT_IN_THE_FUTURE`, `SNAPSHOT_EXISTS`, `NOTHING_KNOWN`, `NO_ARCHIVE`, `ARCHIVE_UNAVAILABLE`,
   * `INVALID_TIME`, `OUTSIDE_SHARE`; DomainError for an id or a name that is none.
   */
  async create(options: CreateSnapshot = {}): Promise<Snapshot> {
    assertWhole(this.#reader.share, 'a snapshot')
    const now = this.#now()
    const asOf = options.asOf === undefined ? now : toInstant(options.asOf)
    if (asOf > now) throw new TidemarkError('SNAPSHOT_IN_THE_FUTURE', formatInstant(asOf))
    const id = options.id ?? newSnapshotId(asOf)
    await this.#reader.catchUp()
    const taken = this.#reader.catalogue.find(id)
    if (taken !== undefined) return this.#sameSnapshot(taken, options)
    const known = await lastReadAt(this.#reader.position, this.#log, this.#reader)
    if (known === null) throw new TidemarkError('NOTHING_KNOWN', 'snapshot')
    const { name = `Snapshot ${formatInstant(asOf)}`, description, archive } = options
    const cause = { kind: 'manual' } as const
    await takeSnapshot(this.#workspace, { id, name, description, asOf, known, cause, archive })
    return this.#sameSnapshot(await this.find(id), options)
  }

  /** A retry with the same id gets the first snapshot, unless it asks for another instant. */
  #sameSnapshot(taken: Snapshot, options: CreateSnapshot): Snapshot {
    const same = options.asOf === undefined || toInstant(options.asOf) === taken.asOf
    if (!same) throw new TidemarkError('SNAPSHOT_EXISTS', taken.id)
    return inWorkspace(taken, this.#reader.prefix)
  }

  /**
   * Takes a snapshot of every event that meets a predicate of the host's own, with the views around it at hand, and tells
   * each it took. Subscribing starts it. Exactly one for each name and event, also with several subscribers; events from
   * now on, from where a checkpoint stands, or of an observable of the host's.
   *
   * @throws TidemarkError `INVALID_TRIGGER`, `OUTSIDE_SHARE`.
   * @example
   * inventory.snapshots.when('big sale', {
   *   types: ['StockSold'],
   *   predicate: (event, { before, after }) => Number(event.data?.netAmount) > 10_000,
   * }).subscribe(({ name }) => console.log(name))
   */
  when(trigger: string, options: WhenOptions): Observable<Snapshot> {
    return takenWhen(this.#workspace, trigger, options)
  }

  /**
   * All snapshots, discarded ones too, newest first, or those that a filter lets through.
   *
   * @throws TidemarkError `INVALID_TIME`.
   */
  async list(filter: SnapshotFilter = {}): Promise<readonly Snapshot[]> {
    await this.#reader.catchUp()
    const snapshots = this.#reader.catalogue
      .list()
      .map((snapshot) => inWorkspace(snapshot, this.#reader.prefix))
    return snapshots.filter(matching(filter))
  }

  /**
   * One snapshot of the catalogue.
   *
   * @throws TidemarkError `UNKNOWN_SNAPSHOT`.
   */
  async find(id: string): Promise<Snapshot> {
    await this.#reader.catchUp()
    const snapshot = this.#reader.catalogue.find(id)
    if (snapshot === undefined) throw new TidemarkError('UNKNOWN_SNAPSHOT', JSON.stringify(id))
    return inWorkspace(snapshot, this.#reader.prefix)
  }

  /**
   * The inventory of a snapshot, replayed to what it froze.
   *
   * @throws TidemarkError `UNKNOWN_SNAPSHOT`, `UNKNOWN_KNOWLEDGE_POINT` when the log no longer holds its last event.
   */
  async read(id: string): Promise<InventoryView> {
    const snapshot = await this.find(id)
    const through =
      snapshot.knownThrough === null ? 0 : await positionOf(snapshot.knownThrough, this.#log, this.#reader)
    return this.#viewAt(snapshot.asOf, through)
  }

  #viewAt(asOf: number, knownThrough: number): InventoryView {
    return new InventoryView(this.#reader.timeline.view({ asOf, knownThrough }), this.#reader)
  }

  /**
   * Changes the name or the description of a snapshot; what it froze stays.
   *
   * @throws TidemarkError `UNKNOWN_SNAPSHOT`, DomainError for a name that is none.
   */
  async describe(
    id: string,
    change: { readonly name?: string | undefined; readonly description?: string | undefined },
  ): Promise<Snapshot> {
    await this.find(id)
    await recordChange(this.#workspace, { type: 'SnapshotDescribed', snapshot: id, ...change })
    return this.find(id)
  }

  /**
   * Marks a snapshot as no longer wanted; it stays listed, with the reason. Doing so again changes nothing.
   *
   * @throws TidemarkError `UNKNOWN_SNAPSHOT`, DomainError for a reason that is none.
   */
  async discard(id: string, options: { readonly reason: string }): Promise<Snapshot> {
    const snapshot = await this.find(id)
    if (snapshot.discarded === null) {
      await recordChange(this.#workspace, { type: 'SnapshotDiscarded', snapshot: id, reason: options.reason })
    }
    return this.find(id)
  }

  /**
   * Replays what a snapshot froze and compares the digests, and the rows where they are archived. Rejects with the reason
   * of the signal.
   *
   * @throws TidemarkError `UNKNOWN_SNAPSHOT`, `UNKNOWN_KNOWLEDGE_POINT` when the log no longer holds its last event, `OUTSIDE_SHARE`,
   * `ARCHIVE_UNAVAILABLE`.
   */
  async verify(
    id: string,
    { signal }: { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<SnapshotVerification> {
    assertWhole(this.#reader.share, 'the proof of a snapshot')
    const snapshot = await this.find(id)
    const everKnown = () => this.#reader.timeline.view({ asOf: Infinity }).units()
    return this.#reader.againIfDamaged(async () =>
      verificationOf(snapshot, await this.read(id), this.#archive, everKnown, signal),
    )
  }

  /**
   * Puts the rows of a snapshot into the archive, if they are not there, and checks that they are what it keeps.
   *
   * @throws TidemarkError `NO_ARCHIVE`, `UNKNOWN_SNAPSHOT`, `SNAPSHOT_DIFFERS` when a replay no longer gives those rows,
   * `ARCHIVE_DAMAGED` when others are there in their place.
   */
  async archive(id: string): Promise<void> {
    const archive = this.#archiveNeededFor(id)
    assertWhole(this.#reader.share, 'an archive')
    const { digest } = await this.find(id)
    await this.#reader.againIfDamaged(async () => {
      const view = await this.read(id)
      if (view.digest().digest !== digest) throw new TidemarkError('SNAPSHOT_DIFFERS', id)
      await keepRows(archive, digest, view)
    })
    await assertKept(archive, digest, id)
  }

  /**
   * The rows of a snapshot from the archive, by item, then branch: they need no replay, and are proved by the digest first.
   *
   * @throws TidemarkError `NO_ARCHIVE`, `UNKNOWN_SNAPSHOT`, `NOT_ARCHIVED`, `ARCHIVE_DAMAGED`.
   */
  async archivedRows(id: string): Promise<AsyncIterable<ArchivedRow>> {
    const archive = this.#archiveNeededFor(id)
    const { digest } = await this.find(id)
    return keptRows(archive, digest, id)
  }

  #archiveNeededFor(id: string): SnapshotArchive {
    if (this.#archive === null) throw new TidemarkError('NO_ARCHIVE', id)
    return this.#archive
  }

  /**
   * The instant of a snapshot as known now against what it froze: the rows that differ, each with the late entries and
   * corrections that explain it, by id. Rejects with the reason of the signal.
   *
   * @throws TidemarkError `UNKNOWN_SNAPSHOT`.
   */
  async drift(id: string, { signal }: { readonly signal?: AbortSignal | undefined } = {}): Promise<Drift> {
    assertWhole(this.#reader.share, 'the drift of a snapshot')
    return this.#reader.againIfDamaged(async () => {
      const then = await this.read(id)
      const now = this.#viewAt(then.stock.asOf, this.#reader.timeline.head)
      for (const view of [then, now]) await view.ready({ signal })
      return driftBetween(id, then, now, this.#log, this.#reader)
    })
  }
}

/** Sorts by what it stands for, and is unlikely to be taken: `20270331T215959-7f3a9c`. */
function newSnapshotId(asOf: number): string {
  const stamp = formatInstant(asOf).slice(0, 19).replaceAll(/[-:]/g, '')
  return `${stamp}-${nodeCrypto().randomBytes(3).toString('hex')}`
}

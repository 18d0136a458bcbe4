import { randomBytes } from 'node:crypto'
import { formatInstant, snapshotStream } from '@tidemark/domain'
import type { EventLog } from '@tidemark/log'
import { TidemarkError } from '../errors.ts'
import { lastEventAt, positionOf } from '../knowledge.ts'
import type { Reader } from '../reading/reader.ts'
import { draftEvent } from '../recording/draft.ts'
import type { Recorder } from '../recording/recorder.ts'
import { assertWhole } from '../sharing/share.ts'
import { type TimeInput, toInstant } from '../time.ts'
import { bucketOf } from '../view/digest.ts'
import { InventoryView } from '../view/inventory-view.ts'
import type { Snapshot } from './catalogue.ts'
import { inWorkspace } from './in-workspace.ts'

/** What a snapshot is taken of. */
export interface CreateSnapshot {
  /** Chosen by the caller to make a retry safe; made up when left out. */
  readonly id?: string | undefined
  readonly name?: string | undefined
  readonly description?: string | undefined
  /** The instant it stands for; now when left out. */
  readonly asOf?: TimeInput | undefined
}

/** Whether a snapshot is reproduced by a replay, and if not, where it differs. */
export interface SnapshotVerification {
  readonly id: string
  readonly ok: boolean
  readonly expected: string
  readonly actual: string
  /** The numbers of the buckets that differ. */
  readonly buckets: readonly number[]
  /** The items in those buckets: one or more of them differ. */
  readonly items: readonly string[]
}

/** The snapshots of a workspace: recorded definitions that a later replay must reproduce. */
export class Snapshots {
  readonly #log: EventLog
  readonly #reader: Reader
  readonly #recorder: Recorder
  readonly #now: () => number

  constructor(log: EventLog, reader: Reader, recorder: Recorder, now: () => number) {
    this.#log = log
    this.#reader = reader
    this.#recorder = recorder
    this.#now = now
  }

  /**
   * Freezes the inventory as of now or any past instant.
   *
   * With an `id` that was taken before, of the same instant, the first snapshot is returned.
   * @throws TidemarkError `SNAPSHOT_IN_THE_FUTURE`, `SNAPSHOT_EXISTS`, `NOTHING_KNOWN`.
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
    const draft = draftEvent(await this.#definition(id, asOf, options), this.#reader.prefix)
    try {
      await this.#recorder.recordAll([draft])
    } catch (error) {
      // Another process took it in the meantime: that one stands.
      if (!(error instanceof TidemarkError) || error.code !== 'MOVEMENT_CONFLICT') throw error
      return this.#sameSnapshot(await this.find(id), options)
    }
    return this.find(id)
  }

  /** A retry with the same id gets the first snapshot, unless it asks for another instant. */
  #sameSnapshot(taken: Snapshot, options: CreateSnapshot): Snapshot {
    const same = options.asOf === undefined || toInstant(options.asOf) === taken.asOf
    if (!same) throw new TidemarkError('SNAPSHOT_EXISTS', taken.id)
    return inWorkspace(taken, this.#reader.prefix)
  }

  async #definition(id: string, asOf: number, { name, description }: CreateSnapshot): Promise<object> {
    const view = this.#viewAt(asOf, this.#reader.timeline.head)
    const last = await lastEventAt(this.#reader.position, this.#log, this.#reader)
    if (last === null) throw new TidemarkError('NOTHING_KNOWN', 'snapshot')
    const { format, digest, buckets } = view.digest()
    const [totals] = view.totals()
    return {
      type: 'SnapshotTaken',
      id: `taken/${id}`,
      occurredAt: new Date(this.#now()),
      snapshot: id,
      name: name ?? `Snapshot ${formatInstant(asOf)}`,
      ...(description === undefined ? {} : { description }),
      asOf: new Date(asOf),
      knownThrough: { stream: last.stream, revision: last.revision },
      format,
      digest,
      buckets,
      totals,
      cause: { kind: 'manual' },
    }
  }

  /** All snapshots, discarded ones too, newest first; with a text, those whose name or description holds it. */
  async list(filter: { readonly text?: string | undefined } = {}): Promise<readonly Snapshot[]> {
    await this.#reader.catchUp()
    const text = filter.text?.toLowerCase()
    const snapshots = this.#reader.catalogue
      .list()
      .map((snapshot) => inWorkspace(snapshot, this.#reader.prefix))
    if (text === undefined) return snapshots
    return snapshots.filter(({ name, description }) =>
      `${name}\n${description ?? ''}`.toLowerCase().includes(text),
    )
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

  /** Changes the name or the description of a snapshot; what it froze stays. */
  async describe(
    id: string,
    change: { readonly name?: string; readonly description?: string },
  ): Promise<Snapshot> {
    await this.find(id)
    await this.#record({ type: 'SnapshotDescribed', snapshot: id, ...change })
    return this.find(id)
  }

  /** Marks a snapshot as no longer wanted; it stays listed, with the reason. Doing so again changes nothing. */
  async discard(id: string, options: { readonly reason: string }): Promise<Snapshot> {
    const snapshot = await this.find(id)
    if (snapshot.discarded === null) {
      await this.#record({ type: 'SnapshotDiscarded', snapshot: id, reason: options.reason })
    }
    return this.find(id)
  }

  async #record(event: { readonly snapshot: string; readonly [field: string]: unknown }): Promise<void> {
    const revision = await this.#log.revision(this.#reader.prefix + snapshotStream(event.snapshot))
    const input = { id: `change/${revision + 1}`, occurredAt: new Date(this.#now()), ...event }
    await this.#recorder.recordAll([draftEvent(input, this.#reader.prefix)])
  }

  /** Replays what a snapshot froze and compares the digests. */
  async verify(id: string): Promise<SnapshotVerification> {
    assertWhole(this.#reader.share, 'the proof of a snapshot')
    const snapshot = await this.find(id)
    const view = await this.read(id)
    const actual = view.digest()
    const buckets = actual.buckets.flatMap((bucket, index) =>
      bucket === snapshot.buckets[index] ? [] : [index],
    )
    const differing = new Set(buckets)
    return {
      id,
      ok: actual.digest === snapshot.digest && buckets.length === 0,
      expected: snapshot.digest,
      actual: actual.digest,
      buckets,
      items: differing.size === 0 ? [] : view.stock.units().filter((item) => differing.has(bucketOf(item))),
    }
  }
}

/** Sorts by what it stands for, and is unlikely to be taken: `20270331T215959-7f3a9c`. */
function newSnapshotId(asOf: number): string {
  const stamp = formatInstant(asOf).slice(0, 19).replaceAll(/[-:]/g, '')
  return `${stamp}-${randomBytes(3).toString('hex')}`
}

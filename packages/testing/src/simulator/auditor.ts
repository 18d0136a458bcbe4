import {
  encodeData,
  type InventoryEventInput,
  type KnownEvent,
  parseEvent,
  stockProjection,
  streamOf,
  workspacePrefix,
} from '@tidemark/domain'
import { type EventLog, type RecordedEvent, START } from '@tidemark/log'
import { initialState, prepare, reduce } from '@tidemark/projection'
import type { InventoryView, Recorded } from 'tidemark'
import { NotTheSame } from '../laws/law-broken.ts'
import { inOnePass } from '../laws/read.ts'
import { mustBeSame } from '../laws/same.ts'

const PREFIX = workspacePrefix('main')

/** Types of events that are no part of stock. */
const aside = /^(Period|Snapshot|Schedule|Trigger)/

/** Knows what should be so, from what was asked of the processes alone, and reads the log behind their backs. */
export class Auditor {
  /** All that the log holds, as far as it was audited. */
  readonly events: RecordedEvent[] = []
  readonly #log: () => EventLog
  /** What may stand in the log: content by stream and id. */
  readonly #asked = new Map<string, string>()
  readonly #snapshotsAsked = new Set<string>()
  readonly #places = new Map<string, RecordedEvent>()
  #acknowledged = -1
  /** Two may ask for an audit at the same time: one after the other. */
  #auditing: Promise<void> = Promise.resolve()

  constructor(log: () => EventLog) {
    this.#log = log
  }

  /** Somebody is about to record events. */
  ask(events: readonly InventoryEventInput[]): void {
    for (const input of events) {
      const event = parseEvent(input)
      this.#asked.set(keyOf(PREFIX + streamOf(event), event.id), JSON.stringify(encodeData(event)))
    }
  }

  /** Somebody is about to take a snapshot. */
  askSnapshot(id: string): void {
    this.#snapshotsAsked.add(id)
  }

  /** Whether the log held all of these when it was audited last. */
  holds(events: readonly InventoryEventInput[]): boolean {
    return events.every((input) => {
      const event = parseEvent(input)
      return this.#places.has(keyOf(PREFIX + streamOf(event), event.id))
    })
  }

  /** Somebody was told that events are recorded: they are there, where they are said to be. */
  async acknowledged(recorded: readonly Recorded[]): Promise<void> {
    await this.audit()
    for (const { stream, id, revision, position } of recorded) {
      const place = this.#places.get(keyOf(stream, id))
      if (place === undefined) throw new NotTheSame(`${stream} ${id} was acknowledged and is not in the log`)
      mustBeSame(
        { revision, position },
        { revision: place.revision, position: place.position },
        `${stream} ${id}`,
      )
      this.#acknowledged = Math.max(this.#acknowledged, position)
    }
  }

  /** The position up to which a view must know, because it was acknowledged. */
  get acknowledgedThrough(): number {
    return this.#acknowledged
  }

  /** Reads what the log holds beyond what was audited: asked for, once, without gaps. */
  audit(): Promise<void> {
    const audited = this.#auditing.then(() => this.#readOn())
    this.#auditing = audited.catch(() => undefined)
    return audited
  }

  async #readOn(): Promise<void> {
    const after = this.events.at(-1)?.position ?? START
    for await (const chunk of this.#log().readAll({ after })) for (const event of chunk) this.#enter(event)
  }

  /** Reads everything again, after the log was opened anew: what was there is there. */
  async auditAnew(): Promise<void> {
    await this.audit()
    const again: string[] = []
    for await (const chunk of this.#log().readAll()) again.push(...chunk.map(lineOf))
    mustBeSame(again, this.events.map(lineOf), 'the log that was opened again')
  }

  #enter(event: RecordedEvent): void {
    const key = keyOf(event.stream, event.id)
    const last = this.events.at(-1)
    if (this.#places.has(key)) throw new NotTheSame(`${key} is in the log twice`)
    if (last !== undefined && event.position <= last.position)
      throw new NotTheSame(`positions fall at ${key}`)
    if (last !== undefined && event.recordedAt < last.recordedAt) {
      throw new NotTheSame(`times of recording fall at ${key}`)
    }
    const before = this.events.filter(({ stream }) => stream === event.stream).length
    mustBeSame(event.revision, before, `the revision of ${key}`)
    this.#checkContent(event, key)
    this.#places.set(key, event)
    this.events.push(event)
  }

  #checkContent(event: RecordedEvent, key: string): void {
    // What rules are, and what they make workers take, is checked in the end.
    if (/^(Schedule|Trigger)Set$/.test(event.type)) return
    if (event.type !== 'SnapshotTaken') {
      mustBeSame(JSON.stringify(event.data), this.#asked.get(key), `the content of ${key}`)
      return
    }
    const isOfRule = /"kind":"(schedule|trigger)"/.test(JSON.stringify(event.data?.cause))
    if (isOfRule || this.#snapshotsAsked.has(String(event.data?.snapshot))) return
    throw new NotTheSame(`nobody asked for snapshot ${event.data?.snapshot}`)
  }

  /** A view holds what the definition makes of the log up to where it knows, and knows all that was acknowledged. */
  checkView({ stock }: InventoryView, atLeast: number): void {
    const { asOf, knownThrough } = stock
    if (knownThrough < atLeast) {
      throw new NotTheSame(`a view knows through ${knownThrough}, and ${atLeast} was acknowledged before`)
    }
    mustBeSame(inOnePass(stock), this.stateAt(asOf, knownThrough), 'a view')
  }

  /** What the definition makes of the log. */
  stateAt(asOf: number, knownThrough: number) {
    return prepare(stockProjection, this.#known(knownThrough))
      .filter(({ occurredAt }) => occurredAt <= asOf)
      .reduce((state, fact) => reduce(stockProjection, state, fact), initialState(stockProjection))
  }

  /** The events that stock is made of. */
  get stockEvents(): readonly RecordedEvent[] {
    return this.events.filter(({ type }) => !aside.test(type))
  }

  #known(through: number): readonly KnownEvent[] {
    const known = this.stockEvents.filter(({ position }) => position <= through)
    return known.map(({ id, type, data, position, recordedAt }) => {
      return { ...parseEvent({ id, type, ...data }), position, recordedAt }
    })
  }
}

function keyOf(stream: string, id: string): string {
  return `${stream} ${id}`
}

function lineOf({ stream, revision, id, position, recordedAt, data }: RecordedEvent): string {
  return JSON.stringify([stream, revision, id, position, recordedAt, data])
}

import {
  companyStream,
  formatInstant,
  itemOfEvent,
  itemStream,
  type KnownEvent,
  namedBy,
} from '@tidemark/domain'
import type { EventLog } from '@tidemark/log'
import { compareCodePoints, formatMicros, readMicros } from '@tidemark/projection'
import type { Reader } from '../reading/reader.ts'
import { type CanonicalRow, canonicalFields, canonicalRow } from '../view/digest.ts'
import type { InventoryView } from '../view/inventory-view.ts'
import { type BridgeLine, bridgeBetween } from './bridge.ts'
import { lateSteps } from './late-entries.ts'

/** An entry that became known after a snapshot was taken, and what it changes about a row the snapshot holds. */
export interface DriftEntry {
  readonly id: string
  readonly type: string
  /** The id of the fact it corrects; `null` for a late entry. */
  readonly corrects: string | null
  readonly occurredAt: string
  readonly recordedAt: string
  /** Who recorded it, if that is known. */
  readonly actor: string | null
  /** What it changes, after the entries listed before it: zero where it changes other fields only. */
  readonly quantity: string
  readonly value: string
}

/** A row of which more is known now than a snapshot froze. */
export interface DriftRow {
  readonly item: string
  readonly branch: string
  /** As frozen; `null` when there was no such row. */
  readonly frozen: CanonicalRow | null
  /** As known now; `null` when there is no such row. */
  readonly now: CanonicalRow | null
  /** The fields that differ. */
  readonly fields: readonly string[]
  /** What explains it: entries that move quantities, then those that change costs alone, each as they were recorded. */
  readonly entries: readonly DriftEntry[]
}

/** The instant of a snapshot as known now against what it froze. */
export interface Drift {
  readonly snapshot: string
  readonly asOf: string
  /** Through which everything was known to the snapshot, and is known now. */
  readonly positions: readonly [then: number, now: number]
  /** Rows that differ, by item, then branch; none when nothing drifted. */
  readonly rows: readonly DriftRow[]
  /** From the value frozen to that known now. */
  readonly bridge: readonly BridgeLine[]
}

/** Compares a view with the same instant as known later. */
export async function driftBetween(
  snapshot: string,
  then: InventoryView,
  now: InventoryView,
  log: EventLog,
  reader: Reader,
): Promise<Drift> {
  const rows: DriftRow[] = []
  for (const item of unionOf(then.stock.units(), now.stock.units())) {
    const differing = differingRows(item, then, now)
    if (differing.length > 0) rows.push(...(await explained(item, differing, then, now, log, reader)))
  }
  return {
    snapshot,
    asOf: then.asOf,
    positions: [then.position, now.position],
    rows,
    bridge: bridgeBetween(then, now, reader).lines,
  }
}

type Differing = Omit<DriftRow, 'entries'>

function differingRows(item: string, then: InventoryView, now: InventoryView): readonly Differing[] {
  const before = rowsOf(then, item)
  const after = rowsOf(now, item)
  return unionOf(before.keys(), after.keys()).flatMap((branch) => {
    const [was, is] = [before.get(branch) ?? null, after.get(branch) ?? null]
    const fields = canonicalFields.filter((field) => was?.[field] !== is?.[field])
    return fields.length === 0 ? [] : [{ item, branch, frozen: was, now: is, fields }]
  })
}

function rowsOf(view: InventoryView, item: string): ReadonlyMap<string, CanonicalRow> {
  return new Map([...view.levels({ item })].map((row) => [row.branch, row]))
}

/** The rows of an item with the entries that explain each of them. */
async function explained(
  item: string,
  rows: readonly Differing[],
  then: InventoryView,
  now: InventoryView,
  log: EventLog,
  reader: Reader,
): Promise<readonly DriftRow[]> {
  const found: { readonly branch: string; readonly source: KnownEvent; readonly entry: Unsigned }[] = []
  const from = { knownThrough: then.position, supposed: [] }
  const to = { knownThrough: now.position, supposed: [] }
  for (const { source, before, after } of lateSteps(item, then.stock.asOf, from, to, reader)) {
    for (const { branch } of rows) {
      const [was, is] = [before.get(branch), after.get(branch)]
      if (was === is || (was && is && canonicalRow(was) === canonicalRow(is))) continue
      found.push({ branch, source, entry: entryOf(source, was, is) })
    }
  }
  const actors = await actorsOf(
    found.map(({ source }) => source),
    log,
    reader.prefix,
  )
  return rows.map((row) => ({
    ...row,
    entries: found
      .filter(({ branch }) => branch === row.branch)
      .map(({ source, entry }) => ({ ...entry, actor: actors.get(source.position) ?? null })),
  }))
}

type Unsigned = Omit<DriftEntry, 'actor'>

function entryOf(source: KnownEvent, was: CanonicalRow | undefined, is: CanonicalRow | undefined): Unsigned {
  const changeOf = (field: 'onHand' | 'value') =>
    formatMicros(readMicros(is?.[field] ?? '0') - readMicros(was?.[field] ?? '0'))
  return {
    id: source.id,
    type: source.type,
    corrects: namedBy(source),
    occurredAt: formatInstant(source.occurredAt),
    recordedAt: formatInstant(source.recordedAt),
    quantity: changeOf('onHand'),
    value: changeOf('value'),
  }
}

/** Who recorded events, by position: replay keeps no names. */
async function actorsOf(
  sources: readonly KnownEvent[],
  log: EventLog,
  prefix: string,
): Promise<ReadonlyMap<number, string>> {
  const actors = new Map<number, string>()
  const byStream = Map.groupBy(sources, (source) => {
    const item = itemOfEvent(source)
    return prefix + (item === null ? companyStream : itemStream(item))
  })
  for (const [stream, some] of byStream) {
    for (const { position, data } of await log.find(stream, [...new Set(some.map(({ id }) => id))])) {
      if (typeof data?.actor === 'string') actors.set(position, data.actor)
    }
  }
  return actors
}

function unionOf(a: Iterable<string>, b: Iterable<string>): readonly string[] {
  return [...new Set([...a, ...b])].sort(compareCodePoints)
}

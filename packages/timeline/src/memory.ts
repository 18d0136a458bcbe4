import type { Kinds, Typed } from '@tidemark/projection'
import type { Engine } from './engine.ts'
import { bytesOfArrivals } from './facts/arrivals.ts'
import type { PackedTable } from './records/packed-table.ts'
import { journalOf, type Slice, tablesOf, versionsOf } from './slices/slices.ts'
import { wayTo } from './versions/way.ts'

/** Leaves the slices least needed to the cache, until the others fit the memory they may take. */
export function trimMemory<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>({
  options: { memory },
  slices: { list },
}: Engine<Source, Fact, Common, K, Effect>): void {
  if (memory === undefined) return
  let bytes = list.reduce((sum, slice) => sum + bytesOf(slice), 0)
  for (const slice of list.toSorted((a, b) => a.used - b.used)) {
    if (bytes <= memory.bytes) return
    bytes -= bytesOf(slice)
    if (slice.factsBlob !== undefined) slice.packed = undefined
    if (slice.journalBlob !== undefined) slice.journal = undefined
    // They can always be made again, and are when they are needed often.
    slice.versions = undefined
    slice.reads = 0
    if (slice.keyframe?.blob !== undefined) slice.keyframe.tables = undefined
    bytes += bytesOf(slice)
  }
}

/** About how many bytes a slice takes in memory. */
function bytesOf<Source extends Typed, Fact extends Typed>({
  packed,
  arrivals,
  journal,
  looseRuns,
  keyframe,
  versions,
}: Slice<Source, Fact>): number {
  let bytes = bytesOfArrivals(arrivals)
  for (const part of [packed, journal])
    if (part !== undefined) bytes += part.bytes.length + part.ends.byteLength
  for (const run of looseRuns.values()) bytes += run.length
  for (const { rows, times, table } of versions ?? [])
    bytes += rows.byteLength + 2 * times.byteLength + bytesOfTable(table)
  for (const table of keyframe?.tables ?? []) bytes += bytesOfTable(table)
  for (const patch of keyframe?.patches.values() ?? []) bytes += patch.length
  return bytes
}

function bytesOfTable({ micros, instants, flags, texts }: PackedTable): number {
  return [...micros, ...instants, ...flags, ...texts].reduce((sum, column) => {
    if (ArrayBuffer.isView(column)) return sum + column.byteLength
    if (column.way === 'same') return sum
    return sum + column.low.byteLength + (column.high?.byteLength ?? 0)
  }, 0)
}

/** Reads what a full view as of an instant needs from the cache, if it is not here. Throws TimelineError `CACHE_DAMAGED`. */
export function loadFor<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  instant: number,
): void {
  const { slices } = engine
  const { from, through } = wayTo(engine, instant)
  if (from?.keyframe !== undefined) tablesOf(slices, from, from.keyframe)
  for (const slice of through) {
    const isLoose = slice.looseRuns.size > 0 || (slice === from && (slice.keyframe?.patches.size ?? 0) > 0)
    if (versionsOf(slices, slice) === undefined || isLoose) journalOf(slices, slice)
  }
}

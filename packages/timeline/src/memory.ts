import type { Kinds, Typed } from '@tidemark/projection'
import type { Engine } from './engine.ts'
import type { PackedTable } from './packed-table.ts'
import { packedRows, packedStart, type Slice, sliceAt } from './slices.ts'

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
    if (slice.startBlob !== undefined) {
      slice.packedState = undefined
      slice.state = undefined
    }
    bytes += bytesOf(slice)
  }
}

/** About how many bytes a slice takes in memory. */
function bytesOf<Source extends Typed, Fact extends Typed>({
  packed,
  packedState = [],
  state = [],
}: Slice<Source, Fact>): number {
  const rows = packed === undefined ? 0 : packed.bytes.length + packed.ends.byteLength
  const columns = state.flatMap(({ micros, instants, flags, texts }) => [
    ...micros,
    ...instants,
    ...flags,
    ...texts,
  ])
  const open = columns.reduce((sum, column) => sum + column.byteLength, 0)
  return rows + open + packedState.reduce((sum, table) => sum + bytesOfTable(table), 0)
}

function bytesOfTable({ micros, instants, flags, texts }: PackedTable): number {
  return [...micros, ...instants, ...flags, ...texts].reduce((sum, column) => {
    if (ArrayBuffer.isView(column)) return sum + column.byteLength
    if (column.way === 'same') return sum
    return sum + column.low.byteLength + (column.high?.byteLength ?? 0)
  }, 0)
}

/** Reads the slice an instant falls into from the cache, if it is not here. Throws TimelineError `CACHE_DAMAGED`. */
export function loadSlice<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  { slices }: Engine<Source, Fact, Common, K, Effect>,
  instant: number,
): void {
  const slice = slices.list[sliceAt(slices, instant)]
  if (slice === undefined) return
  packedRows(slices, slice)
  if (slice.state === undefined) packedStart(slices, slice)
}

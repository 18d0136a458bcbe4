import { putWhole, WHOLE_BYTES } from '@tidemark/timeline'

/** When each position became known: the way from an instant of recording to a position. */
export interface RecordingTimes {
  /** Takes up entries that follow one another: where they stand, and when they were recorded. */
  add(positions: ArrayLike<number>, recordedAt: ArrayLike<number>): void
  /** The last position recorded at or before an instant; 0 when there is none. */
  positionAt(recordedAt: number): number
  /** The last position of an event of the workspace at or before another one; 0 when there is none. */
  lastThrough(position: number): number
  /** How many events of the workspace are known through a position. */
  countThrough(position: number): number
  readonly count: number
  readonly lastRecordedAt: number | null
  /** All of it, to be kept: full chunks never change again. */
  kept(): KeptTimes
}

/** What was kept of recording times. */
export interface KeptTimes {
  /** Plain data. */
  readonly outline: readonly ChunkOutline[]
  /** By number of the chunk: its bytes, or nothing where they were never read. */
  readonly chunks: readonly (Uint8Array | undefined)[]
}

/** A chunk without what is in it. */
export type ChunkOutline = readonly [
  count: number,
  firstPosition: number,
  firstTime: number,
  lastTime: number,
]

interface Chunk {
  readonly outline: ChunkOutline
  bytes: Uint8Array | undefined
  readonly read: () => Uint8Array
}

/** Positions and times side by side, in the order of recording; neither ever decreases. */
interface Columns {
  count: number
  /** With room for more. */
  positions: Float64Array<ArrayBuffer>
  times: Float64Array<ArrayBuffer>
}

/** As many entries a chunk, about 130 KB: what a start reads of each, its outline, had better be of few. */
const CHUNK = 65_536

/**
 * The times of recording: those that were kept, and those to come. Chunks of the kept ones are read when they are needed, and were
 * as long then as those to come.
 */
export function recordingTimes(
  kept: readonly ChunkOutline[] = [],
  readChunk: (index: number) => Uint8Array = () => new Uint8Array(0),
  entriesAChunk = CHUNK,
): RecordingTimes {
  const chunks: Chunk[] = kept.map((outline, index) => ({
    outline,
    bytes: undefined,
    read: () => readChunk(index),
  }))
  let open: Columns = emptyColumns(FEWEST)
  let count = chunks.reduce((sum, chunk) => sum + chunk.outline[0], 0)
  // Questions come in runs about the same time.
  let lastRead: { readonly chunk: Chunk; readonly columns: Columns } | undefined

  const last = chunks.at(-1)
  let latest = last?.outline[3] ?? null
  // At once, as long as it can be told that it is damaged; what is in it may never be asked for.
  if (last !== undefined && hasRoom(last)) last.bytes = last.read()

  /** The columns that a number of a chunk's outline may first be found at most in: the last chunk that starts so early. */
  function within(place: 1 | 2, limit: number): { readonly before: number; readonly columns: Columns } {
    const first = (place === 1 ? open.positions : open.times)[0] ?? 0
    const isOpen = open.count > 0 && first <= limit
    const chunk = isOpen ? undefined : chunks.findLast(({ outline }) => outline[place] <= limit)
    if (chunk === undefined) return { before: count - open.count, columns: open }
    if (lastRead?.chunk !== chunk) lastRead = { chunk, columns: columnsOf(chunk) }
    return { before: chunks.indexOf(chunk) * entriesAChunk, columns: lastRead.columns }
  }

  function hasRoom({ outline }: Chunk): boolean {
    return outline[0] < entriesAChunk
  }

  /** Goes on with the last chunk, where it has room. */
  function reopen(): void {
    const last = chunks.at(-1)
    if (last === undefined || !hasRoom(last)) return
    open = columnsOf(last)
    chunks.pop()
  }

  function closeChunk(): void {
    const bytes = encode(open)
    chunks.push({ outline: outlineOf(open), bytes, read: () => bytes })
    open.count = 0
  }

  return {
    add(positions, recordedAt) {
      if (positions.length === 0) return
      reopen()
      let known = latest ?? -Infinity
      for (let at = 0; at < positions.length; at++) {
        known = Math.max(known, recordedAt[at] ?? known)
        push(open, positions[at] ?? 0, known)
        if (open.count === entriesAChunk) closeChunk()
      }
      count += positions.length
      latest = known
    },
    positionAt(recordedAt) {
      const { columns } = within(2, recordedAt)
      return columns.positions[countAtMost(columns.times, columns.count, recordedAt) - 1] ?? 0
    },
    lastThrough(position) {
      const { columns } = within(1, position)
      return columns.positions[countAtMost(columns.positions, columns.count, position) - 1] ?? 0
    },
    countThrough(position) {
      const { before, columns } = within(1, position)
      const found = countAtMost(columns.positions, columns.count, position)
      return found === 0 ? 0 : before + found
    },
    get count() {
      return count
    },
    get lastRecordedAt() {
      return latest
    },
    kept() {
      const full = chunks.map(({ outline, bytes }) => ({ outline, bytes }))
      const all = open.count === 0 ? full : [...full, { outline: outlineOf(open), bytes: encode(open) }]
      return { outline: all.map(({ outline }) => outline), chunks: all.map(({ bytes }) => bytes) }
    },
  }
}

/** So many entries find room at first. */
const FEWEST = 64

function emptyColumns(room: number): Columns {
  return { count: 0, positions: new Float64Array(room), times: new Float64Array(room) }
}

function push(columns: Columns, position: number, time: number): void {
  if (columns.count === columns.positions.length) grow(columns)
  columns.positions[columns.count] = position
  columns.times[columns.count++] = time
}

function grow(columns: Columns): void {
  const { positions, times } = columns
  const larger = emptyColumns(2 * columns.count)
  larger.positions.set(positions)
  larger.times.set(times)
  columns.positions = larger.positions
  columns.times = larger.times
}

/** How many of the first so many values are at most `limit`. */
function countAtMost(column: Float64Array, count: number, limit: number): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((column[middle] ?? Number.POSITIVE_INFINITY) <= limit) low = middle + 1
    else high = middle
  }
  return low
}

function outlineOf({ count, positions, times }: Columns): ChunkOutline {
  return [count, positions[0] ?? 0, times[0] ?? 0, times[count - 1] ?? 0]
}

/** Where chunks are written before it is known how long they are. */
const scratch = new Uint8Array(CHUNK * 2 * WHOLE_BYTES)

/** Steps from one entry to the next, seven bits a byte. */
function encode({ count, positions, times }: Columns): Uint8Array {
  let end = 0
  let lastPosition = positions[0] ?? 0
  let lastTime = times[0] ?? 0
  for (let index = 0; index < count; index++) {
    const position = positions[index] ?? 0
    const time = times[index] ?? 0
    end = putWhole(scratch, end, position - lastPosition)
    end = putWhole(scratch, end, time - lastTime)
    lastPosition = position
    lastTime = time
  }
  return scratch.slice(0, end)
}

function columnsOf(chunk: Chunk): Columns {
  chunk.bytes ??= chunk.read()
  const { bytes } = chunk
  const [count, firstPosition, firstTime] = chunk.outline
  const columns = emptyColumns(Math.max(count, FEWEST))
  let at = 0
  const read = () => {
    let value = 0
    let scale = 1
    for (; ; scale *= 128) {
      const byte = bytes[at++] ?? 0
      value += (byte & 127) * scale
      if (byte < 128) return value
    }
  }
  let [position, time] = [firstPosition, firstTime]
  for (let i = 0; i < count; i++) {
    position += read()
    time += read()
    push(columns, position, time)
  }
  return columns
}

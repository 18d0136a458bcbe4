/** When each position became known: the way from an instant of recording to a position. */
export interface RecordingTimes {
  add(position: number, recordedAt: number): void
  /** The last position recorded at or before an instant; 0 when there is none. */
  positionAt(recordedAt: number): number
  /** How many events of the workspace are known through a position. */
  countThrough(position: number): number
  readonly count: number
  readonly lastRecordedAt: number | null
}

/** Two growing columns in the order of recording; neither ever decreases. */
export function recordingTimes(): RecordingTimes {
  let positions = new Float64Array(1024)
  let times = new Float64Array(1024)
  let count = 0

  /** The number of leading values that are at most `limit`. */
  function countAtMost(column: Float64Array, limit: number): number {
    let low = 0
    let high = count
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((column[middle] ?? Number.POSITIVE_INFINITY) <= limit) low = middle + 1
      else high = middle
    }
    return low
  }

  return {
    add(position, recordedAt) {
      if (count === positions.length) {
        positions = grown(positions)
        times = grown(times)
      }
      positions[count] = position
      times[count] = Math.max(recordedAt, times[count - 1] ?? recordedAt)
      count++
    },
    positionAt: (recordedAt) => positions[countAtMost(times, recordedAt) - 1] ?? 0,
    countThrough: (position) => countAtMost(positions, position),
    get count() {
      return count
    },
    get lastRecordedAt() {
      return times[count - 1] ?? null
    },
  }
}

function grown(column: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(column.length * 2)
  larger.set(column)
  return larger
}

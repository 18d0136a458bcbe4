const STEPS_32 = 2 ** 32
/** The high half of the lowest 64-bit number. */
const LOWEST_HIGH = -(2 ** 31)
const [LOW, HIGH] = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? [0, 1] : [1, 0]

/**
 * 64-bit numbers as doubles, the lowest one as NaN; `false` when one is not exact as a double.
 *
 * By halves, because a bigint for each would take ten times as long.
 */
export function doublesOf(cells: BigInt64Array<ArrayBuffer>, into: Float64Array<ArrayBuffer>): boolean {
  const halves = new Int32Array(cells.buffer, cells.byteOffset, cells.length * 2)
  for (let row = 0; row < cells.length; row++) {
    const high = halves[2 * row + HIGH] ?? 0
    const low = (halves[2 * row + LOW] ?? 0) >>> 0
    if (high === LOWEST_HIGH && low === 0) into[row] = Number.NaN
    else if (high >= 2 ** 20 || high < -(2 ** 20)) return false
    else into[row] = high * STEPS_32 + low
  }
  return true
}

/** The reverse of {@link doublesOf}, for so many rows. */
export function cellsOf(
  doubles: Float64Array<ArrayBuffer>,
  rows: number,
  into: BigInt64Array<ArrayBuffer>,
): void {
  const halves = new Int32Array(into.buffer, into.byteOffset, into.length * 2)
  for (let row = 0; row < rows; row++) {
    const value = doubles[row] ?? 0
    if (Number.isNaN(value)) {
      halves[2 * row + HIGH] = LOWEST_HIGH
      halves[2 * row + LOW] = 0
      continue
    }
    const high = Math.floor(value / STEPS_32)
    halves[2 * row + HIGH] = high
    halves[2 * row + LOW] = value - high * STEPS_32
  }
}

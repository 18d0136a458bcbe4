/**
 * A column of numbers in as few bytes as its values need: `base + scale x (low + high x 2^32)`.
 *
 * Absent numbers (NaN) are the first step, below the smallest.
 */
export interface NarrowColumn {
  readonly way: 'narrow'
  readonly base: number
  readonly scale: number
  readonly low: Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>
  readonly high: Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | undefined
}

/** A column that holds one number throughout. */
export interface SameColumn {
  readonly way: 'same'
  readonly value: number
}

export type PackedColumn = NarrowColumn | SameColumn

/** Powers of ten that numbers of six decimals are often multiples of. */
const SCALES = [1_000_000, 10_000, 100, 1]
const STEPS_32 = 2 ** 32
/** Up to here sums and products below stay exact. */
const EXACT = 2 ** 48
/** So many steps fit the widest column. */
const STEPS_48 = 2 ** 48

/** Packs whole numbers and absent ones; `undefined` when some are neither, or too large, or too far apart. */
export function packNumbers(numbers: Float64Array<ArrayBuffer>): PackedColumn | undefined {
  let smallest = Infinity
  let largest = -Infinity
  let absent = 0
  for (let row = 0; row < numbers.length; row++) {
    const value = numbers[row] ?? Number.NaN
    if (Number.isNaN(value)) absent++
    else {
      if (!Number.isInteger(value) || value > EXACT || value < -EXACT || Object.is(value, -0))
        return undefined
      if (value < smallest) smallest = value
      if (value > largest) largest = value
    }
  }
  if (absent === numbers.length) return { way: 'same', value: Number.NaN }
  if (absent === 0 && smallest === largest) return { way: 'same', value: smallest }
  const scale = SCALES.find((candidate) => areMultiples(numbers, candidate)) ?? 1
  const base = smallest - scale
  const steps = (largest - base) / scale
  return steps < STEPS_48 ? narrow(numbers, base, scale, steps) : undefined
}

function areMultiples(numbers: Float64Array<ArrayBuffer>, scale: number): boolean {
  if (scale === 1) return true
  for (let row = 0; row < numbers.length; row++) {
    const value = numbers[row] ?? 0
    // Both exact; a remainder would take ten times as long.
    const steps = Math.round(value / scale)
    if (steps * scale !== value && !Number.isNaN(value)) return false
  }
  return true
}

function narrow(
  numbers: Float64Array<ArrayBuffer>,
  base: number,
  scale: number,
  steps: number,
): NarrowColumn {
  const low = lowFor(numbers.length, steps)
  const high = steps < STEPS_32 ? undefined : highFor(numbers.length, steps)
  if (high === undefined) putSteps(numbers, base, scale, low)
  else {
    for (let row = 0; row < numbers.length; row++) {
      const value = numbers[row] ?? Number.NaN
      const step = Number.isNaN(value) ? 0 : (value - base) / scale
      const above = Math.floor(step / STEPS_32)
      low[row] = step - above * STEPS_32
      high[row] = above
    }
  }
  return { way: 'narrow', base, scale, low, high }
}

function putSteps(
  numbers: Float64Array<ArrayBuffer>,
  base: number,
  scale: number,
  low: NarrowColumn['low'],
): void {
  for (let row = 0; row < numbers.length; row++) {
    const value = numbers[row] ?? Number.NaN
    if (!Number.isNaN(value)) low[row] = (value - base) / scale
  }
}

function lowFor(rows: number, steps: number): NarrowColumn['low'] {
  if (steps < 2 ** 8) return new Uint8Array(rows)
  return steps < 2 ** 16 ? new Uint16Array(rows) : new Uint32Array(rows)
}

function highFor(rows: number, steps: number): NarrowColumn['high'] {
  return steps < 2 ** 40 ? new Uint8Array(rows) : new Uint16Array(rows)
}

/** The number in a row; NaN where it is absent. */
export function numberAt(column: PackedColumn, row: number): number {
  if (column.way === 'same') return column.value
  const step = (column.low[row] ?? 0) + (column.high === undefined ? 0 : (column.high[row] ?? 0) * STEPS_32)
  return step === 0 ? Number.NaN : column.base + column.scale * step
}

/** Writes all numbers of a column into the front of another. */
export function unpackNumbers(column: PackedColumn, rows: number, into: Float64Array<ArrayBuffer>): void {
  if (column.way === 'same') {
    into.fill(column.value, 0, rows)
    return
  }
  const { low, high } = column
  if (high !== undefined && low instanceof Uint32Array) unpackHigh(low, high, column, rows, into)
  // One loop a width: a shared one would meet all of them and run several times slower. So does one that chooses between
  // two numbers to write.
  else if (low instanceof Uint8Array) unpackBytes(low, column, rows, into)
  else if (low instanceof Uint16Array) unpackPairs(low, column, rows, into)
  else if (low instanceof Uint32Array) unpackQuads(low, column, rows, into)
}

type Steps = Pick<NarrowColumn, 'base' | 'scale'>

function unpackBytes(low: Uint8Array, { base, scale }: Steps, rows: number, into: Float64Array): void {
  for (let row = 0; row < rows; row++) {
    const step = low[row] ?? 0
    into[row] = base + scale * step
    if (step === 0) into[row] = Number.NaN
  }
}

function unpackPairs(low: Uint16Array, { base, scale }: Steps, rows: number, into: Float64Array): void {
  for (let row = 0; row < rows; row++) {
    const step = low[row] ?? 0
    into[row] = base + scale * step
    if (step === 0) into[row] = Number.NaN
  }
}

function unpackQuads(low: Uint32Array, { base, scale }: Steps, rows: number, into: Float64Array): void {
  for (let row = 0; row < rows; row++) {
    const step = low[row] ?? 0
    into[row] = base + scale * step
    if (step === 0) into[row] = Number.NaN
  }
}

function unpackHigh(
  low: Uint32Array,
  high: Uint8Array | Uint16Array,
  steps: Steps,
  rows: number,
  into: Float64Array,
): void {
  if (high instanceof Uint8Array) unpackFive(low, high, steps, rows, into)
  else unpackSix(low, high, steps, rows, into)
}

function unpackFive(
  low: Uint32Array,
  high: Uint8Array,
  { base, scale }: Steps,
  rows: number,
  into: Float64Array,
): void {
  for (let row = 0; row < rows; row++) {
    const step = (low[row] ?? 0) + (high[row] ?? 0) * STEPS_32
    into[row] = base + scale * step
    if (step === 0) into[row] = Number.NaN
  }
}

function unpackSix(
  low: Uint32Array,
  high: Uint16Array,
  { base, scale }: Steps,
  rows: number,
  into: Float64Array,
): void {
  for (let row = 0; row < rows; row++) {
    const step = (low[row] ?? 0) + (high[row] ?? 0) * STEPS_32
    into[row] = base + scale * step
    if (step === 0) into[row] = Number.NaN
  }
}

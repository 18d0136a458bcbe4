import type { NarrowColumn, PackedColumn } from './column.ts'

const STEPS_32 = 2 ** 32

/**
 * Writes some numbers of a column into others: that of `picks[i]` into `rows[i]`, for the first so many.
 *
 * One loop a width: a shared one would meet all of them and run several times slower.
 */
export function pickNumbers(
  column: PackedColumn | Float64Array<ArrayBuffer>,
  picks: Uint32Array,
  rows: Uint32Array,
  into: Float64Array<ArrayBuffer>,
): void {
  if (column instanceof Float64Array) pickDoubles(column, picks, rows, into)
  else if (column.way === 'same') pickSame(column.value, rows, into)
  else pickNarrow(column, picks, rows, into)
}

function pickNarrow(
  column: NarrowColumn,
  picks: Uint32Array,
  rows: Uint32Array,
  into: Float64Array<ArrayBuffer>,
): void {
  const { low, high } = column
  if (low instanceof Uint8Array) pickBytes(low, column, picks, rows, into)
  else if (low instanceof Uint16Array) pickPairs(low, column, picks, rows, into)
  else if (high === undefined) pickQuads(low, column, picks, rows, into)
  else if (high instanceof Uint8Array) pickFive(low, high, column, picks, rows, into)
  else pickSix(low, high, column, picks, rows, into)
}

type Steps = Pick<NarrowColumn, 'base' | 'scale'>

function pickDoubles(column: Float64Array, picks: Uint32Array, rows: Uint32Array, into: Float64Array): void {
  for (let i = 0; i < rows.length; i++) into[rows[i] ?? 0] = column[picks[i] ?? 0] ?? Number.NaN
}

function pickSame(value: number, rows: Uint32Array, into: Float64Array): void {
  for (let i = 0; i < rows.length; i++) into[rows[i] ?? 0] = value
}

function pickBytes(
  low: Uint8Array,
  { base, scale }: Steps,
  picks: Uint32Array,
  rows: Uint32Array,
  into: Float64Array,
): void {
  for (let i = 0; i < rows.length; i++) {
    const step = low[picks[i] ?? 0] ?? 0
    const row = rows[i] ?? 0
    into[row] = base + scale * step
    if (step === 0) into[row] = Number.NaN
  }
}

function pickPairs(
  low: Uint16Array,
  { base, scale }: Steps,
  picks: Uint32Array,
  rows: Uint32Array,
  into: Float64Array,
): void {
  for (let i = 0; i < rows.length; i++) {
    const step = low[picks[i] ?? 0] ?? 0
    const row = rows[i] ?? 0
    into[row] = base + scale * step
    if (step === 0) into[row] = Number.NaN
  }
}

function pickQuads(
  low: Uint32Array,
  { base, scale }: Steps,
  picks: Uint32Array,
  rows: Uint32Array,
  into: Float64Array,
): void {
  for (let i = 0; i < rows.length; i++) {
    const step = low[picks[i] ?? 0] ?? 0
    const row = rows[i] ?? 0
    into[row] = base + scale * step
    if (step === 0) into[row] = Number.NaN
  }
}

function pickFive(
  low: Uint32Array,
  high: Uint8Array,
  { base, scale }: Steps,
  picks: Uint32Array,
  rows: Uint32Array,
  into: Float64Array,
): void {
  for (let i = 0; i < rows.length; i++) {
    const pick = picks[i] ?? 0
    const step = (low[pick] ?? 0) + (high[pick] ?? 0) * STEPS_32
    const row = rows[i] ?? 0
    into[row] = base + scale * step
    if (step === 0) into[row] = Number.NaN
  }
}

function pickSix(
  low: Uint32Array,
  high: Uint16Array,
  { base, scale }: Steps,
  picks: Uint32Array,
  rows: Uint32Array,
  into: Float64Array,
): void {
  for (let i = 0; i < rows.length; i++) {
    const pick = picks[i] ?? 0
    const step = (low[pick] ?? 0) + (high[pick] ?? 0) * STEPS_32
    const row = rows[i] ?? 0
    into[row] = base + scale * step
    if (step === 0) into[row] = Number.NaN
  }
}

import type { NarrowColumn, PackedColumn } from './column.ts'

const STEPS_32 = 2 ** 32

/*
 * One loop a width, here and below: a shared one would meet all of them and run several times slower.
 */

/** Writes some numbers of a column one after the other: that of `picks[i]` into place `i`. */
export function gatherNumbers(
  column: PackedColumn | Float64Array<ArrayBuffer>,
  picks: Uint32Array,
  into: Float64Array<ArrayBuffer>,
): void {
  if (column instanceof Float64Array) gatherDoubles(column, picks, into)
  else if (column.way === 'same') into.fill(column.value, 0, picks.length)
  else gatherNarrow(column, picks, into)
}

function gatherNarrow(column: NarrowColumn, picks: Uint32Array, into: Float64Array<ArrayBuffer>): void {
  const { low, high } = column
  if (low instanceof Uint8Array) gatherBytes(low, column, picks, into)
  else if (low instanceof Uint16Array) gatherPairs(low, column, picks, into)
  else if (high === undefined) gatherQuads(low, column, picks, into)
  else if (high instanceof Uint8Array) gatherFive(low, high, column, picks, into)
  else gatherSix(low, high, column, picks, into)
}

type Steps = Pick<NarrowColumn, 'base' | 'scale'>

function gatherDoubles(column: Float64Array, picks: Uint32Array, into: Float64Array): void {
  for (let i = 0; i < picks.length; i++) into[i] = column[picks[i] ?? 0] ?? Number.NaN
}

function gatherBytes(low: Uint8Array, { base, scale }: Steps, picks: Uint32Array, into: Float64Array): void {
  for (let i = 0; i < picks.length; i++) {
    const step = low[picks[i] ?? 0] ?? 0
    into[i] = base + scale * step
    if (step === 0) into[i] = Number.NaN
  }
}

function gatherPairs(low: Uint16Array, { base, scale }: Steps, picks: Uint32Array, into: Float64Array): void {
  for (let i = 0; i < picks.length; i++) {
    const step = low[picks[i] ?? 0] ?? 0
    into[i] = base + scale * step
    if (step === 0) into[i] = Number.NaN
  }
}

function gatherQuads(low: Uint32Array, { base, scale }: Steps, picks: Uint32Array, into: Float64Array): void {
  for (let i = 0; i < picks.length; i++) {
    const step = low[picks[i] ?? 0] ?? 0
    into[i] = base + scale * step
    if (step === 0) into[i] = Number.NaN
  }
}

function gatherFive(
  low: Uint32Array,
  high: Uint8Array,
  { base, scale }: Steps,
  picks: Uint32Array,
  into: Float64Array,
): void {
  for (let i = 0; i < picks.length; i++) {
    const pick = picks[i] ?? 0
    const step = (low[pick] ?? 0) + (high[pick] ?? 0) * STEPS_32
    into[i] = base + scale * step
    if (step === 0) into[i] = Number.NaN
  }
}

function gatherSix(
  low: Uint32Array,
  high: Uint16Array,
  { base, scale }: Steps,
  picks: Uint32Array,
  into: Float64Array,
): void {
  for (let i = 0; i < picks.length; i++) {
    const pick = picks[i] ?? 0
    const step = (low[pick] ?? 0) + (high[pick] ?? 0) * STEPS_32
    into[i] = base + scale * step
    if (step === 0) into[i] = Number.NaN
  }
}

/** Writes some numbers of a column here and there: that of `picks[i]` into `rows[i]`. */
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

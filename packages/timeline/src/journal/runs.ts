import { type ByteWriter, borrowWriter, writeBytes, writtenAndReturned } from '../pack/bytes.ts'
import type { Run } from './apply.ts'
import type { RunWriter } from './write.ts'

/** The entries of one slice: those of unit 0, then those of unit 1, and so on, each in the order of folding. */
export interface Runs {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** By number of the unit: where its entries end. A unit beyond has none. */
  readonly ends: Uint32Array<ArrayBuffer>
}

export const NO_RUNS: Runs = { bytes: new Uint8Array(0), ends: new Uint32Array(0) }

/** What the first instant of a run within a slice is written against. */
export function baseOf(sliceStart: number): number {
  return Number.isFinite(sliceStart) ? sliceStart : 0
}

/** A writer of entries at the end of what is written already. */
export function runWriter(bytes: ByteWriter, sliceStart: number): RunWriter {
  return { bytes, time: baseOf(sliceStart) }
}

/** The entries of a unit. */
export function runIn({ bytes, ends }: Runs, unit: number, sliceStart: number): Run {
  const end = ends[unit]
  const start = end === undefined || unit === 0 ? 0 : (ends[unit - 1] ?? 0)
  return { bytes, start, end: end ?? 0, time: baseOf(sliceStart) }
}

/** A run of bytes of its own. */
export function wholeRun(bytes: Uint8Array<ArrayBuffer>, sliceStart: number): Run {
  return { bytes, start: 0, end: bytes.length, time: baseOf(sliceStart) }
}

/** Runs being put together, unit by unit by number, for {@link writtenRuns} to take them. */
export interface RunsWriter {
  readonly bytes: ByteWriter
  readonly ends: number[]
}

export function runsWriter(room: number): RunsWriter {
  return { bytes: borrowWriter(room), ends: [] }
}

export function copyRun({ bytes }: RunsWriter, run: Run): void {
  if (run.end > run.start) writeBytes(bytes, run.bytes.subarray(run.start, run.end))
}

/** Notes that all of a unit is written. */
export function endRun({ bytes, ends }: RunsWriter): void {
  ends.push(bytes.at)
}

export function writtenRuns({ bytes, ends }: RunsWriter): Runs {
  return { bytes: writtenAndReturned(bytes), ends: Uint32Array.from(ends) }
}

/** Runs with others in the place of those of some units, by number. */
export function withRuns(runs: Runs, others: ReadonlyMap<number, Uint8Array<ArrayBuffer>>): Runs {
  let units = runs.ends.length
  for (const unit of others.keys()) units = Math.max(units, unit + 1)
  const writer = runsWriter(runs.bytes.length + 64 * others.size)
  for (let unit = 0; unit < units; unit++) {
    const other = others.get(unit)
    if (other === undefined) copyRun(writer, runIn(runs, unit, 0))
    else writeBytes(writer.bytes, other)
    endRun(writer)
  }
  return writtenRuns(writer)
}

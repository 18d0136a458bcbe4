import type { Typed } from '@tidemark/projection'
import type { Unit } from '../facts/unit.ts'
import { type Applied, applyRun } from '../journal/apply.ts'
import { baseOf, runIn } from '../journal/runs.ts'
import { copyRow } from '../records/cell.ts'
import type { Dictionary, Kind } from '../records/dictionary.ts'
import type { KindVersions, Times, Versions } from '../records/kind-versions.ts'
import { type PackedTable, packTable } from '../records/packed-table.ts'
import type { State } from '../records/state.ts'
import { createTable, growTable, type Table } from '../records/table.ts'
import { journalOf, type Slice, type Slices } from '../slices/slices.ts'

/** The latest of instants that are kept in 32 bits. */
export const LATEST = 2 ** 32 - 2
const NEVER = 2 ** 32 - 1

/**
 * Draws up the versions of a slice none of whose runs stands beside its journal, step by step. The state stands at its
 * start, and then at its end.
 */
export function* makingVersions<Source extends Typed, Fact extends Typed>(
  dictionary: Dictionary,
  slices: Slices<Source, Fact>,
  units: readonly Unit<Source, Fact>[],
  slice: Slice<Source, Fact>,
  state: State,
): Generator<void, Versions> {
  const drafts = dictionary.kinds.map((kind) => newDraft(kind))
  const journal = journalOf(slices, slice)
  const note: Applied = (kind, row, time) => {
    const [draft, table] = [drafts[kind], state[kind]]
    if (draft !== undefined && table !== undefined) addVersion(draft, table, row, time)
  }
  for (const unit of units) {
    const run = runIn(journal, unit.index, slice.start)
    if (run.end === run.start) continue
    applyRun(dictionary, unit.rows, run, Infinity, state, note)
    yield
  }
  const base = baseOf(slice.start)
  const versions: KindVersions[] = []
  for (const draft of drafts) {
    versions.push(toVersions(draft, base))
    yield
  }
  return versions
}

interface Draft {
  readonly rows: number[]
  readonly times: number[]
  readonly table: Table
}

function newDraft({ places }: Kind): Draft {
  return { rows: [], times: [], table: createTable(places, 0) }
}

function addVersion({ rows, times, table }: Draft, from: Table, row: number, time: number): void {
  const version = rows.length
  rows.push(row)
  times.push(time)
  if (from.exists[row] === 1) copyRow(from, row, table, version)
  else growTable(table, version)
}

function toVersions({ rows, times, table }: Draft, base: number): KindVersions {
  const distances = Float64Array.from(times, (time) => time - base)
  const short = Uint32Array.from(distances)
  const isShort = distances.every((distance, version) => distance === short[version] && distance <= LATEST)
  return versionsFrom(Uint32Array.from(rows), isShort ? short : distances, packTable(table))
}

/** The same with what follows from it. */
export function versionsFrom(rows: Uint32Array<ArrayBuffer>, times: Times, table: PackedTable): KindVersions {
  return { rows, times, untils: untilsOf(rows, times), table }
}

function untilsOf(rows: Uint32Array, times: Times): Times {
  const untils = times instanceof Uint32Array ? new Uint32Array(times.length) : new Float64Array(times.length)
  const never = times instanceof Uint32Array ? NEVER : Infinity
  const next = new Float64Array(rows.reduce((most, row) => Math.max(most, row), 0) + 1).fill(never)
  for (let version = rows.length - 1; version >= 0; version--) {
    const row = rows[version] ?? 0
    untils[version] = next[row] ?? never
    next[row] = times[version] ?? never
  }
  return untils
}

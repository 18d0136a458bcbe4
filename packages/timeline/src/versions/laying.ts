import type { Kinds, Typed } from '@tidemark/projection'
import { type Engine, withBench } from '../engine.ts'
import type { Unit } from '../facts/unit.ts'
import { baseOf } from '../journal/runs.ts'
import { copyRow } from '../records/cell.ts'
import type { KindVersions } from '../records/kind-versions.ts'
import { hasPackedRow, packTable } from '../records/packed-table.ts'
import { eachRecord } from '../records/state.ts'
import { createTable, hasRow } from '../records/table.ts'
import { putUnitAt } from '../slices/keyframes.ts'
import { tablesOf } from '../slices/slices.ts'
import { type Layer, type Layers, NONE } from './layers.ts'
import { versionedAlong } from './span.ts'
import { LATEST } from './versions.ts'
import type { Way } from './way.ts'

/**
 * The records of all units as of an instant, along the way to it: those of a keyframe and, of each record that changed since,
 * its last version. Units that were folded anew since versions were made are read from their journals. `undefined` where
 * versions are missing.
 */
export function layersAlong<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  way: Way<Source, Fact>,
  asOf: number,
): Layers | undefined {
  const { dictionary, slices } = engine
  const span = versionedAlong(slices, way)
  if (span === undefined) return undefined
  const { from } = way
  const keyframe = from?.keyframe
  const tables = from && keyframe && tablesOf(slices, from, keyframe)
  const loose = new Set<Unit<Source, Fact>>(keyframe?.patches.keys())
  for (const { slice } of span) for (const unit of slice.looseRuns.keys()) loose.add(unit)
  const tops = looseTables(engine, loose, asOf)
  const kinds = dictionary.kinds.map(({ index, rows: count }) => {
    const layers: Layer[] = []
    for (const { slice, versions } of span) {
      const ofKind = versions[index]
      if (ofKind !== undefined && ofKind.rows.length > 0)
        layers.push(versionsAt(ofKind, asOf - baseOf(slice.start)))
    }
    const top = tops[index]
    if (top !== undefined) layers.push(top)
    return { count, bottom: tables?.[index], layers }
  })
  return { keyframe: tables, kinds }
}

/** The versions of a slice that hold at an instant. */
function versionsAt({ rows, times, untils, table }: KindVersions, instant: number): Layer {
  const through = Math.min(instant, untils instanceof Uint32Array ? LATEST : Number.MAX_VALUE)
  const found = scratch(rows.length)
  let count = 0
  for (let version = 0; version < rows.length; version++) {
    found[count] = version
    // Counted, not asked: which of them hold cannot be foreseen, and a wrong guess of the processor is dear.
    count += Number((times[version] ?? 0) <= through) & Number((untils[version] ?? 0) > through)
  }
  const picks = found.slice(0, count)
  const picked = new Uint32Array(count)
  for (let at = 0; at < count; at++) picked[at] = rows[picks[at] ?? 0] ?? 0
  const layer = { rows: picked, picks, table, gone: NONE }
  const isAllThere = table.isFull && table.rows === rows.length
  return isAllThere ? layer : withoutGone(layer)
}

let room = new Uint32Array(0)

/** Room for numbers until the next caller takes it: memory that the system hands out anew takes longer to fill. */
function scratch(length: number): Uint32Array<ArrayBuffer> {
  if (room.length < length) room = new Uint32Array(length)
  return room
}

function withoutGone({ rows, picks, table }: Layer): Layer {
  const isThere = (_: number, at: number) => hasPackedRow(table, picks[at] ?? 0)
  return {
    rows: rows.filter(isThere),
    picks: picks.filter((pick) => hasPackedRow(table, pick)),
    table,
    gone: rows.filter((row, at) => !isThere(row, at)),
  }
}

/** All records that some units ever had, as of an instant, by kind. */
function looseTables<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  units: ReadonlySet<Unit<Source, Fact>>,
  asOf: number,
): readonly Layer[] {
  if (units.size === 0) return []
  const { kinds } = engine.dictionary
  const drafts = kinds.map((kind) => ({
    rows: [] as number[],
    gone: [] as number[],
    table: createTable(kind.places, 0),
  }))
  withBench(engine, ({ state }) => {
    for (const unit of units) {
      putUnitAt(engine, unit, asOf, state)
      eachRecord(unit.rows, (kind, row) => {
        const [draft, table] = [drafts[kind], state[kind]]
        if (draft === undefined || table === undefined) return
        if (hasRow(table, row)) copyRow(table, row, draft.table, draft.rows.push(row) - 1)
        else draft.gone.push(row)
      })
    }
  })
  return drafts.map(({ rows, gone, table }) => ({
    rows: Uint32Array.from(rows),
    picks: Uint32Array.from(rows.keys()),
    table: packTable(table),
    gone: Uint32Array.from(gone),
  }))
}

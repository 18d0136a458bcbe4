import type { Kinds, Typed } from '@tidemark/projection'
import { atOnce } from './at-once.ts'
import { commonAtHead, type Engine, foldAtHead, withBench } from './engine.ts'
import { lastBefore, ordered } from './facts/ordered.ts'
import type { Unit } from './facts/unit.ts'
import { foldSpan } from './folding/fold.ts'
import { settle } from './folding/settle.ts'
import { clearUnit, sameUnit } from './records/state.ts'
import { listedFacts } from './slices/facts-of-unit.ts'
import { putUnitAt } from './slices/keyframes.ts'
import { sourcesOf } from './slices/segments.ts'
import { startOf } from './slices/slices.ts'
import { layersAlong } from './versions/laying.ts'
import { readingTables } from './versions/lazy-tables.ts'
import { wayOn } from './versions/way.ts'

/** What {@link Timeline.verify} found. */
export interface Verification {
  /** Slices at whose end records were compared. */
  readonly slices: number
  /** Units that were replayed. */
  readonly units: number
  /** Where what is kept of a slice does not lead to what a replay from nothing gives. */
  readonly differences: readonly { readonly unit: string; readonly sliceStart: number }[]
}

/** Compares what is kept of every slice with a replay from nothing. */
export function verifySlices<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
): Verification {
  settle(engine)
  const units = engine.units.sorted()
  return {
    slices: engine.slices.list.length,
    units: units.length,
    differences: [
      ...units.flatMap((unit) =>
        wrongSlices(engine, unit).map((sliceStart) => ({ unit: unit.key, sliceStart })),
      ),
      ...engine.slices.list.flatMap(({ start }, index) =>
        wrongVersions(engine, index).map((unit) => ({ unit, sliceStart: start })),
      ),
    ],
  }
}

/** The units of which the versions within a slice do not end as its journals do. */
function wrongVersions<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  index: number,
): readonly string[] {
  const { dictionary, slices, units } = engine
  const through = lastBefore(startOf(slices, index + 1))
  // By its own versions, also where a view would be read from the keyframe after it.
  const layers = layersAlong(engine, wayOn(slices, through), through)
  if (layers === undefined) return []
  const state = atOnce(readingTables(dictionary, layers))
  return withBench(engine, (kept) =>
    units.list
      .filter((unit) => {
        putUnitAt(engine, unit, through, kept.state)
        return !sameUnit(dictionary, unit.rows, state, kept.state)
      })
      .map(({ key }) => key),
  )
}

function wrongSlices<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  unit: Unit<Source, Fact>,
): readonly number[] {
  const { slices } = engine
  // Prepared anew, so that wrongly kept facts show as well.
  const prepared = engine.projection.prepare(sourcesOf(slices, unit), commonAtHead(engine))
  const facts = listedFacts(ordered(prepared))
  return withBench(engine, ({ state, workspace }) => {
    clearUnit(unit.rows, state)
    workspace.open(unit.rows)
    const fold = foldAtHead(engine, workspace.records)
    let after = -Infinity
    return slices.list.flatMap((slice, index) => {
      const through = lastBefore(startOf(slices, index + 1))
      foldSpan(fold, facts, after, through)
      after = through
      workspace.store()
      return withBench(engine, (kept) => {
        putUnitAt(engine, unit, through, kept.state)
        return sameUnit(engine.dictionary, unit.rows, state, kept.state) ? [] : [slice.start]
      })
    })
  })
}

import type { Kinds, Typed } from '@tidemark/projection'
import { commonAtHead, type Engine, foldAtHead, sortedUnits, withBench } from './engine.ts'
import { listedFacts } from './facts.ts'
import { foldSpan } from './fold.ts'
import { lastBefore, ordered } from './ordered.ts'
import { sourcesOf } from './segments.ts'
import { settle } from './settle.ts'
import { copyUnitAtStart } from './start-state.ts'
import { clearUnit, sameUnit } from './state.ts'
import type { Unit } from './unit.ts'

/** What {@link Timeline.verify} found. */
export interface Verification {
  /** Kept start states that were compared. */
  readonly slices: number
  /** Units that were replayed. */
  readonly units: number
  /** Where a kept start state is not what a replay from nothing gives. */
  readonly differences: readonly { readonly unit: string; readonly sliceStart: number }[]
}

/** Compares every kept start state with a replay from nothing. */
export function verifySlices<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
): Verification {
  settle(engine)
  const units = sortedUnits(engine)
  return {
    slices: engine.slices.list.length - 1,
    units: units.length,
    differences: units.flatMap((unit) =>
      wrongStarts(engine, unit).map((sliceStart) => ({ unit: unit.key, sliceStart })),
    ),
  }
}

function wrongStarts<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  unit: Unit<Source, Fact>,
): readonly number[] {
  const { slices } = engine
  // Prepared anew, so that wrongly kept facts show as well.
  const prepared = engine.projection.prepare(sourcesOf(slices, unit), commonAtHead(engine))
  const facts = listedFacts(ordered(prepared))
  return withBench(engine, ({ state, draft }) => {
    clearUnit(unit.rows, state)
    draft.open(unit.rows)
    const fold = foldAtHead(engine, draft)
    let after = -Infinity
    return slices.list.slice(1).flatMap((slice) => {
      foldSpan(fold, facts, after, lastBefore(slice.start))
      after = lastBefore(slice.start)
      return withBench(engine, (kept) => {
        copyUnitAtStart(slices, slice, unit.rows, kept.state)
        return sameUnit(engine.dictionary, unit.rows, state, kept.state) ? [] : [slice.start]
      })
    })
  })
}

import type { Kinds, Typed } from '@tidemark/projection'
import { commonAtHead, type Engine, foldAtHead, sortedUnits, withBench } from './engine.ts'
import { foldSpan, markBefore } from './fold.ts'
import { settle } from './settle.ts'
import { stateAt } from './slices.ts'
import { clearUnit, sameUnit } from './state.ts'
import { preparedFacts, type Unit } from './unit.ts'

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
    slices: engine.slices.starts.length - 1,
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
  const facts = preparedFacts(engine.projection, unit.sources, commonAtHead(engine))
  return withBench(engine, ({ state, draft }) => {
    clearUnit(unit.rows, state)
    draft.open(unit.rows)
    const fold = foldAtHead(engine, draft)
    let from = markBefore(facts, fold.common.steps, -Infinity)
    return slices.starts.slice(1).filter((start, before) => {
      const to = markBefore(facts, fold.common.steps, start)
      foldSpan(fold, facts, from, to)
      from = to
      return !sameUnit(engine.dictionary, unit.rows, state, stateAt(slices, before + 1))
    })
  })
}

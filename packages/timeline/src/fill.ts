import type { Kinds, Typed } from '@tidemark/projection'
import { draftOver } from './draft.ts'
import { type Engine, foldAtHead } from './engine.ts'
import { keptFacts } from './facts.ts'
import { foldSpan } from './fold.ts'
import { lastBefore } from './ordered.ts'
import { startOf } from './slices.ts'
import { copyStart, openStart } from './start-state.ts'
import { copyUnit } from './state.ts'
import type { Unit } from './unit.ts'

/** Units folded from one step to the next. */
const A_STEP = 32

/**
 * Fills the start states of the slices from one on for units that are right up to the slice before it: each state is
 * a copy of the one before with the facts between folded in place, which is several times as fast as unit by unit.
 *
 * Ends early, with nothing changed from that slice on, when the slices were filled some other way between two steps.
 */
export function* fillFrom<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  from: number,
  units: readonly Unit<Source, Fact>[],
): Generator<void, void> {
  const { slices, dictionary } = engine
  const mine = new Set(units)
  const others = [...engine.units.values()].filter((unit) => !mine.has(unit))
  for (let index = from; index < slices.list.length; index++) {
    const before = slices.list[index - 1]
    const slice = slices.list[index]
    if (before === undefined || slice === undefined) return
    const state = copyStart(dictionary, slices, before)
    const fold = foldAtHead(engine, draftOver<K>(dictionary, state))
    const after = lastBefore(before.start)
    const through = lastBefore(startOf(slices, index))
    for (const [count, unit] of units.entries()) {
      fold.draft.open(unit.rows)
      foldSpan(fold, keptFacts(slices, unit), after, through)
      if (count % A_STEP !== 0) continue
      yield
      if (!engine.unfilled || slices.list[index] !== slice) return
    }
    // What was settled alone, before or between two steps, stands.
    const settled = openStart(dictionary, slices, slice)
    for (const unit of others) copyUnit(unit.rows, settled, state)
    slice.state = state
  }
  for (const unit of units) unit.keptUntil = Infinity
}

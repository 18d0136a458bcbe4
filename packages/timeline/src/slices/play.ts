import type { Kinds, Typed } from '@tidemark/projection'
import type { Engine } from '../engine.ts'
import type { Unit } from '../facts/unit.ts'
import { applyRun } from '../journal/apply.ts'
import { type Runs, runIn, wholeRun } from '../journal/runs.ts'
import type { State } from '../records/state.ts'
import { journalOf, type Slice } from './slices.ts'

/** What became of the records within a slice, as it stood when it was taken: nothing of it changes afterwards. */
export interface Journal<Source extends Typed, Fact extends Typed> {
  readonly start: number
  readonly runs: Runs
  readonly looseRuns: ReadonlyMap<Unit<Source, Fact>, Uint8Array<ArrayBuffer>>
}

/** The journals of slices, read from the cache if need be. Throws TimelineError `CACHE_DAMAGED`. */
export function journalsOf<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  { slices }: Engine<Source, Fact, Common, K, Effect>,
  list: readonly Slice<Source, Fact>[],
): readonly Journal<Source, Fact>[] {
  return list.map((slice) => ({
    start: slice.start,
    runs: journalOf(slices, slice),
    looseRuns: new Map(slice.looseRuns),
  }))
}

/** Many enough that steps cost nothing, and few enough that one holds up nobody. */
const UNITS_A_STEP = 256

/**
 * Does to all units what journals of slices that follow each other tell, through an instant, step by step. Unit by unit,
 * because going through all units for each slice would fetch the records of each as many times from memory.
 */
export function* playing<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  { dictionary, units: { list } }: Engine<Source, Fact, Common, K, Effect>,
  journals: readonly Journal<Source, Fact>[],
  through: number,
  state: State,
): Generator<void, void> {
  const isAnyLoose = journals.some(({ looseRuns }) => looseRuns.size > 0)
  const most = journals.reduce((count, { runs }) => Math.max(count, runs.ends.length), 0)
  const count = isAnyLoose ? list.length : Math.min(most, list.length)
  for (let index = 0; index < count; index++) {
    const unit = list[index]
    if (unit === undefined) continue
    for (const { runs, looseRuns, start } of journals) {
      const loose = isAnyLoose ? looseRuns.get(unit) : undefined
      const run = loose === undefined ? runIn(runs, index, start) : wholeRun(loose, start)
      if (run.end > run.start) applyRun(dictionary, unit.rows, run, through, state)
    }
    if (index % UNITS_A_STEP === UNITS_A_STEP - 1) yield
  }
}

import type { Kinds, Typed } from '@tidemark/projection'
import { missingStarts } from './days.ts'
import { type Engine, SMALLEST_SLICE } from './engine.ts'
import { cutSlice, packSlice } from './segments.ts'
import { filling } from './settle.ts'
import { createSlice, sliceAt } from './slices.ts'

/** Facts a slice holds for each record: folding a fact costs more than copying a record of a start state. */
const FACTS_A_RECORD = 1
/** Fewer facts than this are kept as objects without harm; so is the last slice, where most of what comes belongs. */
const FEW_LOOSE = 4096

/** Keeps slices of a good size and packed; what it leaves to be folded is for `settle`. */
export function tidy<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
): void {
  const { options, slices } = engine
  if (options.slices !== false && engine.uncut >= slices.size) {
    // How many records there are, and so where to cut, is known once what was cut before is folded.
    for (const _ of filling(engine));
    cutSlices(engine)
  }
  slices.list.forEach((slice, index) => {
    const isLast = index === slices.list.length - 1
    const least = isLast && options.slices !== false ? 2 * slices.size : FEW_LOOSE
    const most = options.looseFacts ?? Math.max(least, slice.rows / 4)
    if (slice.unpacked > most) packSlice(slices, slice)
  })
}

/** Cuts slices that hold too many facts; every unit is to be folded into the new start states. */
function cutSlices<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
): void {
  const { options, slices, dictionary } = engine
  slices.size = options.sliceFacts ?? Math.max(SMALLEST_SLICE, FACTS_A_RECORD * countRecords(engine))
  engine.uncut = 0
  const starts = slices.list.map(({ start }) => start)
  const added = missingStarts(engine.days, starts, slices.size)
  // From the last slice back, so that the numbers of those before stay.
  const bySlice = Map.groupBy(added, (start) => sliceAt(slices, start))
  for (const [index, within] of [...bySlice].sort(([a], [b]) => b - a)) {
    const validUntil = slices.list[index]?.start ?? -Infinity
    for (const unit of engine.units.values()) unit.keptUntil = Math.min(unit.keptUntil, validUntil)
    const parts = within.map((start) => ({ ...createSlice<Source, Fact>(dictionary, start), isNew: true }))
    cutSlice(slices, index, parts, engine.units.values())
    engine.unsettled = true
    engine.unfilled = true
  }
}

/** How many records there are, those that come and go included. */
function countRecords<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>({
  dictionary,
}: Engine<Source, Fact, Common, K, Effect>): number {
  return dictionary.kinds.reduce((count, kind) => count + kind.rows, 0)
}

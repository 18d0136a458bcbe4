import type { Kinds, Typed } from '@tidemark/projection'
import type { Engine } from '../engine.ts'
import { DAY, daysToMonth, MONTH_END_SHARE, missingStarts, monthOf } from './days.ts'
import { cutSlice, packingSlice } from './segments.ts'
import { createSlice, type Slice, sliceAt } from './slices.ts'

/** What a slice costs by itself is shared by at least so many facts... */
const SMALLEST_SLICE = 4096
/** ...and, because it keeps for each unit where its rows end, by so many for each unit. */
const FACTS_A_UNIT = 4
/** When a month is no more than these days away a slice may be so much larger. */
const DAYS_TO_WAIT = 10
const WAITING_SHARE = 5 / 2
/** A slice that holds so many times as many facts as it should is cut. */
const TOO_MANY = 4
/** So few facts of a slice, or such a share of them, stand beside those that are packed... */
const FEW_LOOSE = 4096
const LOOSE_SHARE = 1 / 4
/** ...until so many slices come after it: what is late is mostly not much later than that. */
const STILL_LATE = 16
/** Of packing a slice, two steps a unit: so many at least whenever something is added, and more than units come. */
const FEWEST_STEPS = 64
const STEPS_A_SOURCE = 4

/** Facts a slice should hold. */
function factsASlice<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>({
  options,
  units,
}: Engine<Source, Fact, Common, K, Effect>): number {
  return options.sliceFacts ?? Math.max(SMALLEST_SLICE, FACTS_A_UNIT * units.count)
}

/** Begins another slice before a source that occurred on a day after all there is, when the last slice is full. */
export function beginSlice<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  occurredAt: number,
): void {
  const { list } = engine.slices
  const last = list.at(-1)
  if (last === undefined || engine.options.slices === false || occurredAt <= last.lastOccurred) return
  const day = Math.floor(occurredAt / DAY)
  const isAfterLast = (first: number) => first * DAY > last.lastOccurred && first * DAY > last.start
  if (!isAfterLast(day)) return
  const month = monthOf(day)
  const first = isAfterLast(month) ? month : day
  const size = factsASlice(engine)
  if (last.rows < size * shareBefore(first, last, size)) return
  const start = first * DAY
  // What later facts of no unit did to units that had begun stands in the journals of the last slice.
  if (start <= engine.lastCommon) return
  const old = list.at(-STILL_LATE)
  if (old !== undefined && old.unpacked > 0) engine.full.push(old)
  engine.full.push(last)
  list.push(createSlice(start, engine.slices.room))
  engine.changes++
}

/** How much of its size the last slice should hold before another begins with a day. */
function shareBefore(day: number, { rows, start }: Slice<Typed, Typed>, size: number): number {
  // What happens on the last day of a month was found to be enough for a slice, if there is one.
  if (monthOf(day) === day) return start === (day - 1) * DAY ? 0 : MONTH_END_SHARE
  const left = daysToMonth(day)
  const isDense = rows / (day - start / DAY) >= size * MONTH_END_SHARE
  if (left === 1 && isDense) return MONTH_END_SHARE
  return left <= DAYS_TO_WAIT ? WAITING_SHARE : 1
}

/**
 * Keeps slices of a good size and packed, after so many sources were added; what it leaves to be folded is for `settle`.
 * A slice is packed little by little, so that nobody waits for all of it.
 */
export function tidy<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  added: number,
): void {
  const { options, slices } = engine
  const size = factsASlice(engine)
  if (options.slices !== false && slices.list.some(({ rows }) => rows > TOO_MANY * size))
    cutSlices(engine, size)
  for (let step = Math.max(FEWEST_STEPS, STEPS_A_SOURCE * added); step > 0; step--) {
    engine.packing ??= nextPacking(engine, size)
    if (engine.packing === undefined) return
    if (engine.packing.next().done === true) engine.packing = undefined
  }
}

function nextPacking<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  { full, options, slices }: Engine<Source, Fact, Common, K, Effect>,
  size: number,
): Generator<void, void> | undefined {
  const last = slices.list.at(-1)
  const isLoose = (slice: Slice<Source, Fact>) => {
    // Most of what comes belongs into the last one.
    const least = slice === last && options.slices !== false ? 2 * size : FEW_LOOSE
    return slice.unpacked > (options.looseFacts ?? Math.max(least, slice.rows * LOOSE_SHARE))
  }
  for (let slice = full.shift(); slice !== undefined; slice = full.shift())
    if (slices.list.includes(slice)) return packingSlice(slices, slice)
  const slice = slices.list.find(isLoose)
  return slice && packingSlice(slices, slice)
}

/** Cuts slices that hold too many facts; every unit is to be folded from there on. */
function cutSlices<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
  size: number,
): void {
  const { slices, units, unsettled } = engine
  const starts = slices.list.map(({ start }) => start)
  const added = missingStarts(engine.days, starts, size, TOO_MANY)
  // From the last slice back, so that the numbers of those before stay.
  const bySlice = Map.groupBy(added, (start) => sliceAt(slices, start))
  for (const [index, within] of [...bySlice].sort(([a], [b]) => b - a)) {
    const validUntil = slices.list[index]?.start ?? -Infinity
    for (const unit of units.list) {
      unit.keptUntil = Math.min(unit.keptUntil, validUntil)
      unit.changes++
      unsettled.add(unit)
    }
    const parts = within.map((start) => createSlice<Source, Fact>(start))
    cutSlice(slices, index, parts, units.list)
    engine.changes++
  }
}

import { compareFoldOrder, type Placed, type Typed } from '@tidemark/projection'
import { arrivedRows, comesBefore, openArrivals, turnTo } from '../facts/arrivals.ts'
import type { OpenRow } from '../facts/open-row.ts'
import { countThrough, lastBefore, type Ordered } from '../facts/ordered.ts'
import { ASIDE, nextRow, openRun, readRow } from '../facts/packed.ts'
import type { Unit } from '../facts/unit.ts'
import { packedRows, type Slice, type Slices, sliceAt, startOf } from './slices.ts'

/** The facts of one unit, wherever they are kept. */
export interface Facts<Fact> {
  /** When the first one occurred; `Infinity` when there is none. */
  readonly first: number
  /**
   * Visits those that occurred after an instant and through another, in the order of folding. Packed ones are shown to `take`
   * first: what it takes is not made an object and not visited.
   */
  each(after: number, through: number, visit: (fact: Fact) => void, take?: TakePacked): void
}

/** Takes a packed fact, or not: its reader may then be anywhere. */
export type TakePacked = (row: OpenRow) => boolean

/** Whether there is a fact at an instant or before. */
export function hasBegun({ first }: Facts<unknown>, instant: number): boolean {
  return first !== Infinity && first <= instant
}

/** The facts of a list. */
export function listedFacts<Fact extends Typed>(list: Ordered<Fact>): Facts<Fact> {
  return {
    first: list.times[0] ?? Infinity,
    each: (after, through, visit) => {
      const end = countThrough(list, through)
      for (let i = countThrough(list, after); i < end; i++) {
        const fact = list.facts[i]
        if (fact !== undefined) visit(fact)
      }
    },
  }
}

/** Facts with those of a list among them. */
export function factsWith<Fact extends Typed>(facts: Facts<Fact>, more: Ordered<Fact>): Facts<Fact> {
  return {
    first: Math.min(facts.first, more.times[0] ?? Infinity),
    each: (after, through, visit, take) => {
      const end = countThrough(more, through)
      let next = countThrough(more, after)
      const visitBefore = (place: Placed) => {
        for (let other = more.facts[next]; next < end && other !== undefined; other = more.facts[next]) {
          if (compareFoldOrder(other, place) > 0) break
          visit(other)
          next++
        }
      }
      facts.each(
        after,
        through,
        (fact) => {
          visitBefore(fact)
          visit(fact)
        },
        take &&
          ((row) => {
            visitBefore(row.frame)
            return take(row)
          }),
      )
      for (; next < end; next++) {
        const other = more.facts[next]
        if (other !== undefined) visit(other)
      }
    },
  }
}

/** The facts that are kept of a unit. */
export function keptFacts<Source extends Typed, Fact extends Typed>(
  slices: Slices<Source, Fact>,
  unit: Unit<Source, Fact>,
): Facts<Fact> {
  return factsKnownThrough(slices, unit, Infinity, unit.first?.occurredAt ?? Infinity)
}

/** Those of the facts that are kept of a unit which stand at a position or before. */
export function factsKnownThrough<Source extends Typed, Fact extends Typed>(
  slices: Slices<Source, Fact>,
  unit: Unit<Source, Fact>,
  knownThrough: number,
  first: number,
): Facts<Fact> {
  return {
    first,
    each: (after, through, visit, take) => {
      if (through < first) return
      const last = sliceAt(slices, through)
      for (let index = sliceAfter(slices, after); index <= last; index++) {
        const slice = slices.list[index]
        if (slice !== undefined) eachIn(slices, slice, unit, { after, through, knownThrough }, visit, take)
      }
    },
  }
}

/** The slice that holds the first instant after one. */
function sliceAfter<Source extends Typed, Fact extends Typed>(
  slices: Slices<Source, Fact>,
  instant: number,
): number {
  const index = sliceAt(slices, instant)
  return lastBefore(startOf(slices, index + 1)) <= instant ? index + 1 : index
}

/** Which facts to visit. */
interface Range {
  readonly after: number
  readonly through: number
  readonly knownThrough: number
}

function eachIn<Source extends Typed, Fact extends Typed>(
  slices: Slices<Source, Fact>,
  slice: Slice<Source, Fact>,
  unit: Unit<Source, Fact>,
  { after, through, knownThrough }: Range,
  visit: (fact: Fact) => void,
  take: TakePacked | undefined,
): void {
  const segment = slice.loose.get(unit)
  if (segment !== undefined) {
    for (const fact of segment.facts) {
      if (fact.occurredAt > through) return
      if (fact.occurredAt > after && fact.position <= knownThrough) visit(fact)
    }
    return
  }
  const show = (row: OpenRow) => {
    const { reader } = row
    const { at } = reader
    if (take?.(row) === true) return
    reader.at = at
    visit(readRow<Fact>(row, slices.codec))
  }
  const packed = packedRows(slices, slice)
  const { arrivals } = slice
  const arrived = arrivedRows(arrivals, unit.index)
  const open = arrived.length === 0 ? undefined : openArrivals(arrivals, unit.key, packed.base.anchor)
  let next = 0
  const visitArrivedBefore = (place: Placed | undefined) => {
    for (; next < arrived.length; next++) {
      const row = arrived[next] ?? 0
      if (place !== undefined && !comesBefore(arrivals, row, place)) return
      const time = arrivals.times[row] ?? Infinity
      if (time <= after || time > through || (arrivals.positions[row] ?? Infinity) > knownThrough) continue
      if (open !== undefined) show(turnTo(open, arrivals, row))
    }
  }
  const run = openRun(packed, unit.index, unit.key)
  const { frame } = run
  while (nextRow(run)) {
    if (frame.occurredAt > through) break
    if (next < arrived.length) visitArrivedBefore(frame)
    if (run.mark === ASIDE || frame.occurredAt <= after || frame.position > knownThrough) continue
    show(run)
  }
  if (next < arrived.length) visitArrivedBefore(undefined)
}

/** The earliest fact of a unit that stands at a position or before; `Infinity` when there is none. */
export function firstKnown<Source extends Typed, Fact extends Typed>(
  slices: Slices<Source, Fact>,
  unit: Unit<Source, Fact>,
  knownThrough: number,
): number {
  if (unit.first === undefined) return Infinity
  if (unit.first.position <= knownThrough) return unit.first.occurredAt
  for (const slice of slices.list) {
    for (const { position, occurredAt } of placesIn(slices, slice, unit))
      if (position <= knownThrough) return occurredAt
  }
  return Infinity
}

/** The earliest fact of a unit after a position, through an instant; `Infinity` when there is none. */
export function firstUnknown<Source extends Typed, Fact extends Typed>(
  slices: Slices<Source, Fact>,
  unit: Unit<Source, Fact>,
  knownThrough: number,
  through: number,
): number {
  const last = sliceAt(slices, through)
  for (let index = 0; index <= last; index++) {
    const slice = slices.list[index]
    if (slice === undefined || slice.lastPosition <= knownThrough) continue
    for (const { position, occurredAt } of placesIn(slices, slice, unit)) {
      if (occurredAt > through) return Infinity
      if (position > knownThrough) return occurredAt
    }
  }
  return Infinity
}

/** Where the facts of a unit within a slice stand, in the order of folding. */
function placesIn<Source extends Typed, Fact extends Typed>(
  slices: Slices<Source, Fact>,
  slice: Slice<Source, Fact>,
  unit: Unit<Source, Fact>,
): readonly Placed[] {
  const segment = slice.loose.get(unit)
  if (segment !== undefined) return segment.facts
  const places: Placed[] = []
  const run = openRun(packedRows(slices, slice), unit.index, unit.key)
  while (nextRow(run)) {
    const { occurredAt, position } = run.frame
    if (run.mark !== ASIDE) places.push({ occurredAt, position })
  }
  const { times, positions } = slice.arrivals
  const arrived = arrivedRows(slice.arrivals, unit.index)
  for (const row of arrived) places.push({ occurredAt: times[row] ?? 0, position: positions[row] ?? 0 })
  return arrived.length === 0 ? places : places.sort(compareFoldOrder)
}

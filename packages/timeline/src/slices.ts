import type { Dictionary } from './dictionary.ts'
import { createState, type State } from './state.ts'

/** Instants that cut time, each with all records as they are just before it. A cache: answers never depend on it. */
export interface Slices {
  /** Ascending; the first is `-Infinity`, before everything. */
  readonly starts: number[]
  readonly states: State[]
  /** Facts a slice was last meant to hold. */
  size: number
}

export function createSlices(dictionary: Dictionary, size: number): Slices {
  return { size, starts: [-Infinity], states: [createState(dictionary)] }
}

/** The slice an instant falls into: the last that starts at it or before. */
export function sliceAt(slices: Slices, instant: number): number {
  let low = 0
  let high = slices.starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if ((slices.starts[middle] ?? Infinity) <= instant) low = middle
    else high = middle - 1
  }
  return low
}

/** The start of a slice. */
export function startOf(slices: Slices, index: number): number {
  return slices.starts[index] ?? Infinity
}

/** The records at the start of a slice. */
export function stateAt(slices: Slices, index: number): State {
  return slices.states[index] ?? []
}

/** Cuts time at one more instant; the state there is empty until units are folded up to it. */
export function insertStart(slices: Slices, dictionary: Dictionary, instant: number): void {
  const after = sliceAt(slices, instant) + 1
  slices.starts.splice(after, 0, instant)
  slices.states.splice(after, 0, createState(dictionary))
}

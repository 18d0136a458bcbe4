/** One measured figure, one line of JSON. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** What one would pick instead, measured in the same run. */
  readonly peer?: string
  readonly peerValue?: number
  /** How many times better than the peer. */
  readonly ratio?: number
  /** Milliseconds of processor time, all threads together: what a busy machine does not change. */
  readonly cpu?: number
  readonly peerCpu?: number
}

/** A figure that could not be measured here, and why. */
export interface Skipped {
  readonly name: string
  readonly skipped: string
}

/** Figures that are measured together, over the same preparations. */
export interface Benchmark {
  readonly figures: readonly string[]
  /** Measures at least the figures that are wanted. */
  run(
    movements: number,
    isWanted: (figure: string) => boolean,
    scene?: string,
  ): Promise<readonly (Figure | Skipped)[]> | AsyncIterable<Figure | Skipped>
}

/** What a work took: wall clock and processor, in milliseconds. */
export interface Took {
  readonly ms: number
  readonly cpu: number
}

/** So many in so many milliseconds, as a rate. */
export function perSecond(count: number, ms: number): number {
  return (count / ms) * 1000
}

/** A rate beside its peer's: more is better. */
export function rate(name: string, value: number, unit: string, peer: string, peerValue: number): Figure {
  return {
    name,
    value: round(value),
    unit,
    peer,
    peerValue: round(peerValue),
    ratio: round(value / peerValue),
  }
}

/** A time beside its peer's: less is better. */
export function time(name: string, ours: Took, peer: string, theirs: Took): Figure {
  return {
    name,
    value: round(ours.ms),
    unit: 'ms',
    peer,
    peerValue: round(theirs.ms),
    ratio: round(theirs.ms / ours.ms),
    cpu: round(ours.cpu),
    peerCpu: round(theirs.cpu),
  }
}

/** Three significant digits are more than these machines repeat. */
export function round(value: number): number {
  return Number(value.toPrecision(3))
}

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
}

/** A figure that could not be measured here, and why. */
export interface Skipped {
  readonly name: string
  readonly skipped: string
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
export function time(name: string, value: number, peer: string, peerValue: number): Figure {
  return {
    name,
    value: round(value),
    unit: 'ms',
    peer,
    peerValue: round(peerValue),
    ratio: round(peerValue / value),
  }
}

/** Three significant digits are more than these machines repeat. */
export function round(value: number): number {
  return Number(value.toPrecision(3))
}

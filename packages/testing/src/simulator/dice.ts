/** Numbers drawn from a seed: the same seed, the same numbers. */
export interface Dice {
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number
  /** True once in so many times. */
  oneIn(times: number): boolean
  /** One of some; undefined of none. */
  pick<T>(all: readonly T[]): T | undefined
}

/** Dice of a seed, a whole number. */
export function diceOf(seed: number): Dice {
  const next = mulberry32(seed)
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    below,
    oneIn: (times) => below(times) === 0,
    pick: (all) => all[below(all.length)],
  }
}

/** Numbers from 0 to below 1, of 32 bits of state: small, quick, and the same everywhere. */
function mulberry32(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    const once = Math.imul(state ^ (state >>> 15), 1 | state)
    const twice = (once + Math.imul(once ^ (once >>> 7), 61 | once)) ^ once
    return ((twice ^ (twice >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Whole numbers that look random and are always the same for a seed: from `least` to `most`. */
export type Chance = (least: number, most: number) => number

/** The generator of Lehmer, good enough to choose the moments of a misfortune. */
export function chance(seed: number): Chance {
  let state = (seed % 2_147_483_646) + 1
  return (least, most) => {
    state = (state * 48_271) % 2_147_483_647
    return least + (state % (most - least + 1))
  }
}

const [FIRST, LONGEST] = [500, 15_000]

/** How long to wait before the next try, in milliseconds: twice as long each time, up to a quarter of a minute. */
export function delayOf(tries: number): number {
  return Math.min(LONGEST, FIRST * 2 ** tries)
}

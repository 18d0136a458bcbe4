/** How many of many instants fall where: counted in steps of time that are as fine as their number allows. */
export interface Histogram {
  /** The first and the last of them, in milliseconds; `null` when there is none. */
  readonly first: number | null
  readonly last: number | null
  add(instant: number): void
  /** `false`: the first or the last was taken away, and which one is now can only be found by counting anew. */
  remove(instant: number): boolean
  /** How many fall into each of as many equal parts between the first and the last. */
  parts(count: number): number[]
}

/** Far more steps than a bar has pixels, and far fewer than there are movements. */
const MOST_STEPS = 16_384
const SECOND = 1000

/** Counts instants. */
export function histogram(): Histogram {
  let counts = new Map<number, number>()
  let width = SECOND
  let first = Infinity
  let last = -Infinity

  function count(instant: number, by: 1 | -1): void {
    const step = Math.floor(instant / width)
    const counted = (counts.get(step) ?? 0) + by
    if (counted === 0) counts.delete(step)
    else counts.set(step, counted)
  }

  /** Steps twice as wide: half as many. */
  function coarsen(): void {
    width *= 2
    const coarser = new Map<number, number>()
    for (const [step, counted] of counts) {
      const wider = Math.floor(step / 2)
      coarser.set(wider, (coarser.get(wider) ?? 0) + counted)
    }
    counts = coarser
  }

  return {
    get first() {
      return first === Infinity ? null : first
    },
    get last() {
      return last === -Infinity ? null : last
    },
    add(instant) {
      first = Math.min(first, instant)
      last = Math.max(last, instant)
      count(instant, 1)
      while (counts.size > MOST_STEPS) coarsen()
    },
    remove(instant) {
      count(instant, -1)
      return instant !== first && instant !== last
    },
    parts(wanted) {
      const parts = Array.from({ length: wanted }, () => 0)
      const span = Math.max(last - first, 1)
      for (const [step, counted] of counts) {
        const share = (Math.max(step * width, first) - first) / span
        const part = Math.min(Math.floor(share * wanted), wanted - 1)
        parts[part] = (parts[part] ?? 0) + counted
      }
      return parts
    },
  }
}

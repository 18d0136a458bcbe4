import { type Micros, microsOfDouble } from '@tidemark/projection'

/** Sums of micros, each under a number, added up as doubles as long as that is exact. */
export interface ExactSums {
  /** Adds micros that a double holds. */
  add(sum: number, cell: number): void
  /** Adds micros of any size. */
  addMicros(sum: number, micros: Micros): void
  total(sum: number): Micros
}

/** Sums and cells below it stay exact when they are added. */
const EXACT = 2 ** 52

export function exactSums(): ExactSums {
  const cells: number[] = []
  const beyond = new Map<number, Micros>()
  const addMicros = (sum: number, micros: Micros): void => {
    beyond.set(sum, (beyond.get(sum) ?? 0n) + micros)
  }
  return {
    add: (sum, cell) => {
      const now = cells[sum] ?? 0
      if (Math.abs(now) < EXACT && Math.abs(cell) < EXACT) cells[sum] = now + cell
      else {
        addMicros(sum, microsOfDouble(now))
        addMicros(sum, microsOfDouble(cell))
        cells[sum] = 0
      }
    },
    addMicros,
    total: (sum) => (beyond.get(sum) ?? 0n) + microsOfDouble(cells[sum] ?? 0),
  }
}

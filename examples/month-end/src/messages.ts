/** What a worker is told: the simulated time, and the last position it should have dealt with by then. */
export interface ToWorker {
  readonly now: number
  readonly position: number
}

/** What a worker tells: a snapshot it took, or that nothing is left to do until a time. */
export type FromWorker = { readonly taken: string } | { readonly settled: number }

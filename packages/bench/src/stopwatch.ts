import type { Took } from './figure.ts'

/** What a piece of work takes, and what it gives. */
export async function timed<T>(work: () => T | Promise<T>): Promise<Took & { readonly result: T }> {
  const begun = process.cpuUsage()
  const started = performance.now()
  const result = await work()
  const ms = performance.now() - started
  const { user, system } = process.cpuUsage(begun)
  return { ms, cpu: (user + system) / 1000, result }
}

/** The middle one of some measurements. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

/** The middle wall clock and the middle processor time of some measurements. */
export function medianOf(times: readonly Took[]): Took {
  return { ms: median(times.map(({ ms }) => ms)), cpu: median(times.map(({ cpu }) => cpu)) }
}

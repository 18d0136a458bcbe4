import type { Typed } from '@tidemark/projection'
import fc, { type Arbitrary } from 'fast-check'

/** The instants at which a view of these facts may change, ascending. */
export function cutsOf(facts: readonly Typed[]): readonly number[] {
  return [...new Set(facts.map(({ occurredAt }) => occurredAt))].sort((a, b) => a - b)
}

/** The same, each with the millisecond before it: where a cut is a little off, it shows there. */
export function narrowCutsOf(facts: readonly Typed[]): readonly number[] {
  return cutsOf(facts).flatMap((instant) => [instant - 1, instant])
}

/** Picks one of a list that is not known yet. */
export type Pick = (length: number) => number

/** A place in a list of any length, shrinking to the first; `length` 0 gives 0. */
export const picks: Arbitrary<Pick> = fc.nat(999).map((number) => {
  const pick = (length: number) => (length === 0 ? 0 : number % length)
  // What a report shows of it.
  return Object.assign(pick, { [fc.toStringMethod]: () => `pick ${number}` })
})

/** A history in two: what was known first, and what came to be known later. */
export function splitAt<T>(sources: readonly T[], pick: Pick): readonly [readonly T[], readonly T[]] {
  const length = pick(sources.length + 1)
  return [sources.slice(0, length), sources.slice(length)]
}

/** The last position of sources; -1 when there are none. */
export function headOf(sources: readonly Typed[]): number {
  return sources.at(-1)?.position ?? -1
}

/** An instant, for a report. */
export function instantText(instant: number): string {
  return Number.isFinite(instant) ? new Date(instant).toISOString() : String(instant)
}

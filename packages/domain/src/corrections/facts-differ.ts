import { sameValue } from '@tidemark/projection'
import type { Fact } from './known-event.ts'

/**
 * The earliest instant, in milliseconds, from which on two lists of facts of one item say different things; `Infinity` when
 * they say the same. Both are in the order of folding.
 */
export function whenFactsDiffer(was: readonly Fact[], is: readonly Fact[]): number {
  for (let at = 0; ; at++) {
    const [a, b] = [was[at], is[at]]
    if (a === undefined || b === undefined)
      return Math.min(a?.occurredAt ?? Infinity, b?.occurredAt ?? Infinity)
    if (!saySame(a, b)) return Math.min(a.occurredAt, b.occurredAt)
  }
}

/** That another fact names it does nothing by itself. */
function saySame(a: Fact, b: Fact): boolean {
  return a === b || sameValue({ ...a, named: undefined }, { ...b, named: undefined })
}

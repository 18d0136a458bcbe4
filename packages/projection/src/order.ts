/**
 * Orders text by Unicode code point, the order of rows everywhere in Tidemark.
 *
 * JavaScript's own `<` compares UTF-16 units, which puts astral characters before U+E000..U+FFFF.
 */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x !== y) return codePointRank(x) - codePointRank(y)
  }
  return a.length - b.length
}

/** Moves surrogates above the rest of the basic plane, as the code points they stand for are. */
function codePointRank(unit: number): number {
  if (unit >= 0xe000) return unit - 0x800
  return unit >= 0xd800 ? unit + 0x2000 : unit
}

/** Where something stands in time and in knowledge; facts fold in the order (`occurredAt`, `position`). */
export interface Placed {
  /** Milliseconds since the epoch, UTC. */
  readonly occurredAt: number
  /** The log's total order: when the system came to know. */
  readonly position: number
}

/** The order of folding. */
export function compareFoldOrder(a: Placed, b: Placed): number {
  return a.occurredAt - b.occurredAt || a.position - b.position
}

import type { DraftEvent } from './draft.ts'

/** Drafts that were asked to be recorded together, all or none. */
export interface Asked {
  readonly drafts: readonly DraftEvent[]
}

/** So many are recorded side by side at most. */
const MOST = 500

/**
 * How many of those that wait, from the first, can be recorded side by side: each in streams of items that no other one
 * touches, so that none decides over another. Everything else is recorded by itself, in its turn.
 */
export function sideBySide(waiting: readonly Asked[]): number {
  const streams = new Set<string>()
  for (const [count, { drafts }] of waiting.entries()) {
    if (count === MOST) return count
    const own = new Set(drafts.map(({ stream }) => stream))
    const isApart =
      drafts.every(({ item }) => item !== undefined) && ![...own].some((stream) => streams.has(stream))
    if (!isApart) return Math.max(1, count)
    for (const stream of own) streams.add(stream)
  }
  return waiting.length
}

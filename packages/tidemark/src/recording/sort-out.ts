import { assertSameFact, type DraftEvent } from './draft.ts'
import type { Known } from './look-up.ts'
import { REPEATED, type Settled, standsAt } from './recorded.ts'
import type { Candidate, Named } from './refusals.ts'

/** A batch sorted into what is recorded, what contradicts what is recorded, and what is new. */
export interface SortedOut {
  readonly recorded: (Settled | null)[]
  readonly refused: Map<number, Error>
  /** In the order given. */
  readonly fresh: readonly Candidate[]
}

/** Sorts a batch by what is known of its ids, and adds its drafts to what is known. */
export function sortOut(drafts: readonly DraftEvent[], known: Known): SortedOut {
  const recorded: (Settled | null)[] = drafts.map(() => null)
  const refused = new Map<number, Error>()
  const fresh: Candidate[] = []
  let index = -1
  for (const draft of drafts) {
    index++
    const inStream = known.get(draft.stream) ?? new Map<string, Named>()
    const before = inStream.get(draft.id)
    if (before === undefined) {
      const candidate = { draft, index }
      inStream.set(draft.id, candidate)
      fresh.push(candidate)
      continue
    }
    try {
      if ('recorded' in before) {
        assertSameFact(draft, before.recorded)
        recorded[index] = standsAt(before.recorded)
      } else {
        const { type, data, stream } = before.draft
        assertSameFact(draft, { type, data: data.value, stream })
        recorded[index] = REPEATED
      }
    } catch (error) {
      refused.set(index, error instanceof Error ? error : new Error(String(error)))
    }
  }
  return { recorded, refused, fresh }
}

/** The drafts that have the id of an earlier one of the batch which was refused. */
export function repeatsOfRefused(
  drafts: readonly DraftEvent[],
  refused: ReadonlyMap<number, Error>,
): readonly Candidate[] {
  if (refused.size === 0) return []
  const firstOf = new Map<string, number>()
  const repeats: Candidate[] = []
  for (const [index, draft] of drafts.entries()) {
    const key = `${draft.stream}\n${draft.id}`
    const first = firstOf.get(key)
    if (first === undefined) firstOf.set(key, index)
    else if (refused.has(first)) repeats.push({ draft, index })
  }
  return repeats
}

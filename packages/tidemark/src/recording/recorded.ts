import type { RecordedEvent } from '@tidemark/log'
import type { DraftEvent } from './draft.ts'

/** Where a recorded event stands. */
export interface Recorded {
  readonly id: string
  readonly stream: string
  readonly revision: number
  readonly position: number
  readonly recordedAt: number
  /** It had been recorded before; nothing was written. */
  readonly alreadyRecorded: boolean
}

/** Stands for a draft that repeats an earlier one of the same batch, until its place is known. */
export const REPEATED: Recorded = {
  id: '',
  stream: '',
  revision: -1,
  position: 0,
  recordedAt: 0,
  alreadyRecorded: true,
}

/** Where an event stands that had been recorded before. */
export function standsAt({ id, stream, revision, position, recordedAt }: RecordedEvent): Recorded {
  return { id, stream, revision, position, recordedAt, alreadyRecorded: true }
}

/** Finds the place of drafts that repeat an earlier one of the same batch. */
export function placeRepeated(
  drafts: readonly DraftEvent[],
  recorded: readonly (Recorded | null)[],
): readonly (Recorded | null)[] {
  if (!recorded.includes(REPEATED)) return recorded
  const places = new Map<string, Recorded>()
  for (const result of recorded)
    if (result !== null && result !== REPEATED) places.set(keyOf(result.stream, result.id), result)
  return recorded.map((result, index) => {
    const draft = drafts[index]
    if (result !== REPEATED || draft === undefined) return result
    const first = places.get(keyOf(draft.stream, draft.event.id))
    return first === undefined ? null : { ...first, alreadyRecorded: true }
  })
}

function keyOf(stream: string, id: string): string {
  return `${stream}\n${id}`
}

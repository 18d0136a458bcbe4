import type { DraftEvent } from './draft.ts'
import type { Candidate } from './refusals.ts'

/** Drafts that follow one another and belong to one stream. */
export interface Run {
  readonly stream: string
  readonly drafts: readonly Candidate[]
}

/** Cuts some drafts of a batch, in the order given, where the stream changes. */
export function runsOf(drafts: readonly DraftEvent[], indexes: readonly number[]): readonly Run[] {
  const runs: Run[] = []
  let stream: string | null = null
  let run: Candidate[] = []
  for (const index of indexes) {
    const draft = drafts[index]
    if (draft === undefined) throw new RangeError(`no draft ${index}`)
    if (draft.stream !== stream) {
      stream = draft.stream
      run = []
      runs.push({ stream, drafts: run })
    }
    run.push({ draft, index })
  }
  return runs
}

/**
 * Gathers some drafts of a batch by stream, as far as that changes nothing but the order of different items: what
 * concerns no item stays between those before it and those after it. Fewer, longer runs are cheaper to write.
 */
export function gatheredRunsOf(drafts: readonly DraftEvent[], indexes: readonly number[]): readonly Run[] {
  const runs: Run[] = []
  let open = new Map<string, Candidate[]>()
  for (const index of indexes) {
    const draft = drafts[index]
    if (draft === undefined) throw new RangeError(`no draft ${index}`)
    const run = open.get(draft.stream)
    if (run !== undefined) {
      run.push({ draft, index })
      continue
    }
    const begun = [{ draft, index }]
    runs.push({ stream: draft.stream, drafts: begun })
    if (isOfItem(draft)) open.set(draft.stream, begun)
    else open = new Map()
  }
  return runs
}

function isOfItem({ event }: DraftEvent): boolean {
  return 'item' in event && event.type !== 'TriggerSet'
}

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

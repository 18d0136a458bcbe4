import type { DraftEvent } from './draft.ts'
import type { Candidate } from './refusals.ts'

/** Drafts that follow one another and belong to one stream. */
export interface Run {
  readonly stream: string
  readonly drafts: readonly Candidate[]
}

/** Cuts drafts of a batch, in the order given, where the stream changes: each run comes after the one before. */
export function orderedWavesOf(candidates: readonly Candidate[]): readonly (readonly Run[])[] {
  const waves: Run[][] = []
  let stream: string | null = null
  let run: Candidate[] = []
  for (const candidate of candidates) {
    const { draft } = candidate
    if (draft.stream !== stream) {
      stream = draft.stream
      run = []
      waves.push([{ stream, drafts: run }])
    }
    run.push(candidate)
  }
  return waves
}

/**
 * Gathers drafts of a batch by stream, as far as that changes nothing but the order of different items: what
 * concerns no item is a wave of its own between those before it and those after it. Fewer, longer runs are cheaper to
 * write; the runs of a wave may be written in any order.
 */
export function gatheredWavesOf(candidates: readonly Candidate[]): readonly (readonly Run[])[] {
  const waves: Run[][] = []
  let wave: Run[] | null = null
  let open = new Map<string, Candidate[]>()
  for (const candidate of candidates) {
    const { draft } = candidate
    const run = open.get(draft.stream)
    if (run !== undefined) {
      run.push(candidate)
      continue
    }
    const begun = [candidate]
    const next = { stream: draft.stream, drafts: begun }
    if (!isOfItem(draft)) {
      waves.push([next])
      wave = null
      open = new Map()
      continue
    }
    if (wave === null) {
      wave = []
      waves.push(wave)
    }
    wave.push(next)
    open.set(draft.stream, begun)
  }
  return waves
}

function isOfItem({ item }: DraftEvent): boolean {
  return item !== undefined
}

import type { Position } from '@tidemark/log'

/** An event as the model remembers it. */
export interface Known {
  readonly stream: string
  readonly revision: number
  readonly id: string
  /** Of the last event that was appended with it: where others stand, only readers are told. */
  readonly position: Position
}

/** An append that was written. */
export interface Written {
  readonly stream: string
  readonly expected: number
  readonly ids: readonly string[]
  readonly firstPosition: Position
}

/** What a log should hold: a list. Everything else about a log follows from it. */
export interface LogModel {
  /** In the order of recording. */
  readonly events: Known[]
  /** The appends that were written, for retries. */
  readonly written: Written[]
}

/** The ids of a stream by revision. */
export function idsIn({ events }: LogModel, stream: string): readonly string[] {
  return events.filter((event) => event.stream === stream).map(({ id }) => id)
}

/** How an append must end. */
export type Outcome = 'written' | 'there' | 'WRONG_EXPECTED_REVISION' | 'DUPLICATE_EVENT_ID'

/** The rules of append once more, as plainly as they can be said. */
export function outcomeOf(
  model: LogModel,
  stream: string,
  expected: number | 'any',
  ids: readonly string[],
): Outcome {
  const there = idsIn(model, stream)
  const end = there.length - 1
  const standAt = (first: number) => ids.every((id, index) => there[first + index] === id)
  const someKnown = ids.some((id) => there.includes(id))
  if (expected === 'any') {
    if (!someKnown) return 'written'
    return standAt(there.indexOf(ids[0] ?? '')) ? 'there' : 'DUPLICATE_EVENT_ID'
  }
  if (expected === end) return someKnown ? 'DUPLICATE_EVENT_ID' : 'written'
  return expected < end && standAt(expected + 1) ? 'there' : 'WRONG_EXPECTED_REVISION'
}

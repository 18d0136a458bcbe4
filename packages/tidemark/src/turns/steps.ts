import { type IsWaitedFor, nextTurn, PATIENCE, whileOthersHoldBack } from './turns.ts'

/** Does a work of many small steps that somebody waits for, and lets others have their turn now and then. */
export function inSteps<Result>(work: Generator<void, Result>, signal?: AbortSignal): Promise<Result> {
  return whileOthersHoldBack(() => stepByStep(work, signal, () => true))
}

/** Does a work of many small steps and lets others have their turn now and then. */
export async function stepByStep<Result>(
  work: Generator<void, Result>,
  signal?: AbortSignal,
  isWaitedFor?: IsWaitedFor,
): Promise<Result> {
  let begun = performance.now()
  for (;;) {
    const { done, value } = work.next()
    if (done === true) return value
    if (performance.now() - begun < PATIENCE) continue
    await nextTurn(isWaitedFor)
    signal?.throwIfAborted()
    begun = performance.now()
  }
}

/** Says when a work of many small steps has kept others waiting for long enough. */
export interface Turns {
  /** Whether others should have their turn now; cheap to ask after every step. */
  isOver(): boolean
  /** Lets them. */
  next(): Promise<void>
}

/** Steps between two looks at the clock, each of which takes as long as a small step. */
const STEPS = 32

/** Begins to take turns with others. */
export function takingTurns(): Turns {
  let begun = performance.now()
  let steps = 0
  return {
    isOver() {
      if (++steps % STEPS !== 0) return false
      return performance.now() - begun >= PATIENCE
    },
    async next() {
      await nextTurn()
      begun = performance.now()
    },
  }
}

/** So many things may be gone through at once, several times over, without holding up anybody. */
const FEW = 1000

/** Lets others have their turn between two pieces of a work on many things. */
export async function letOthers(things: number): Promise<void> {
  if (things > FEW) await nextTurn()
}

import { setImmediate as turn } from 'node:timers/promises'

/** How long others are kept waiting at most, in milliseconds. */
const PATIENCE = 10

/** Works that somebody waits for. */
let waitedFor = 0

/** Does something that somebody waits for; what takes turns with it holds back meanwhile. */
export async function whileOthersHoldBack<Result>(work: () => Promise<Result>): Promise<Result> {
  waitedFor++
  try {
    return await work()
  } finally {
    waitedFor--
  }
}

/** Does a work of many small steps that somebody waits for, and lets others have their turn now and then. */
export function inSteps<Result>(work: Generator<void, Result>, signal?: AbortSignal): Promise<Result> {
  return whileOthersHoldBack(() => stepByStep(work, signal))
}

/** Does a work of many small steps and lets others have their turn now and then. */
export async function stepByStep<Result>(
  work: Generator<void, Result>,
  signal?: AbortSignal,
): Promise<Result> {
  let begun = performance.now()
  for (;;) {
    const { done, value } = work.next()
    if (done === true) return value
    if (performance.now() - begun < PATIENCE) continue
    await turn()
    signal?.throwIfAborted()
    begun = performance.now()
  }
}

/** Says when a work of many small steps has kept others waiting for long enough. */
export interface Turns {
  /** Whether others should have their turn now; cheap to ask after every step. */
  isOver(): boolean
  /** Lets them; for longer while there is something that somebody waits for. */
  next(): Promise<void>
}

/** Steps between two looks at the clock, each of which takes as long as a small step. */
const STEPS = 32

/** So long one holds back at most at a time, in milliseconds: nobody is kept waiting for ever. */
const MOST_COURTESY = 100

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
      await turn()
      await giveWay()
      begun = performance.now()
    },
  }
}

/** Lets others have their turn while there is something that somebody waits for. */
export async function giveWay(): Promise<void> {
  const since = performance.now()
  while (waitedFor > 0 && performance.now() - since < MOST_COURTESY) await turn()
}

/** So many things may be gone through at once, several times over, without holding up anybody. */
const FEW = 1000

/** Lets others have their turn between two pieces of a work on many things. */
export async function letOthers(things: number): Promise<void> {
  if (things > FEW) await turn()
}

/** So long a work in the background goes on at a time, in milliseconds. */
const AT_A_TIME = 4

/**
 * Does a work step by step while nothing else is to be done, and for a while not at all when somebody waits for something.
 * It keeps no process alive. A step that throws ends it.
 */
export function inTheBackground(work: Generator<void, void>): void {
  let last = performance.now()
  // By timers: an idle process wakes up for one that keeps nothing alive, but not for a turn of that kind.
  const later = (ms: number) => setTimeout(next, ms).unref()
  const next = () => {
    if (waitedFor > 0 && performance.now() - last < MOST_COURTESY) {
      later(PATIENCE)
      return
    }
    last = performance.now()
    try {
      // Small steps together: each timer takes as long as some of them.
      do if (work.next().done === true) return
      while (performance.now() - last < AT_A_TIME)
    } catch {
      // Whoever needs to know what was found asks the one that found it.
      return
    }
    later(0)
  }
  later(0)
}

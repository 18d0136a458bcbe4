import { isAnythingWaitedFor, MOST_COURTESY, PATIENCE } from './turns.ts'

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
    if (isAnythingWaitedFor() && performance.now() - last < MOST_COURTESY) {
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

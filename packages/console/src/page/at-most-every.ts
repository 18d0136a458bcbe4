/**
 * Calls a function when asked to, but no more often than so: at once, and once more after the pause for all who asked in
 * it. What takes long is given longer pauses, so that it never takes up more than a part of the time.
 */
export function atMostEvery(pause: number, work: () => Promise<void> | void): () => void {
  let isPausing = false
  let isWanted = false
  const begin = async () => {
    isPausing = true
    isWanted = false
    const begun = performance.now()
    await work()
    const took = performance.now() - begun
    setTimeout(
      () => {
        isPausing = false
        if (isWanted) void begin()
      },
      Math.max(pause, PATIENCE * took),
    )
  }
  return () => {
    if (isPausing) isWanted = true
    else void begin()
  }
}

/** So many times as long as the work took is waited before the next. */
const PATIENCE = 3

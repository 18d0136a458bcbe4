/** Calls a function when asked to, but no more often than so: at once, and once more after the pause for all who asked in it. */
export function atMostEvery(pause: number, work: () => void): () => void {
  let isPausing = false
  let isWanted = false
  const begin = () => {
    isPausing = true
    isWanted = false
    work()
    setTimeout(() => {
      isPausing = false
      if (isWanted) begin()
    }, pause)
  }
  return () => {
    if (isPausing) isWanted = true
    else begin()
  }
}

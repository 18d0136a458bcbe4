/**
 * Runs work one at a time: who asks while it runs gets one more run afterwards, with what is wanted by then. So a slider
 * that is dragged is followed as fast as answers come, and never by answers to older questions.
 */
export function latest(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null
  let isWantedAgain = false
  const run = async () => {
    do {
      isWantedAgain = false
      await work()
    } while (isWantedAgain)
  }
  return () => {
    isWantedAgain = true
    running ??= run().finally(() => {
      running = null
    })
    return running
  }
}

/**
 * Does works one at a time: each begins when none is under way. What one comes to is the business of who asked for it.
 */
export function oneAtATime(): (work: () => Promise<void>) => Promise<void> {
  let underWay: Promise<void> | null = null
  return async (work) => {
    // One that is under way may have begun before what the caller has just done.
    while (underWay !== null) await underWay.catch(() => undefined)
    underWay = work().finally(() => {
      underWay = null
    })
    await underWay
  }
}

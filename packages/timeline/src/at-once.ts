/** Does all steps of a work one after the other, for whoever need not let others have their turn; what it comes to. */
export function atOnce<Result>(work: Generator<void, Result>): Result {
  for (;;) {
    const { done, value } = work.next()
    if (done === true) return value
  }
}

/**
 * Asks for the next few chunks while the last one is being worked on, so that a slow reader and a slow writer do not wait
 * for each other. No more than `ahead` chunks are ever held; stopping early ends the reading.
 */
export async function* readAhead<T>(
  chunks: AsyncIterable<T>,
  ahead: number,
): AsyncGenerator<T, void, undefined> {
  const iterator = chunks[Symbol.asyncIterator]()
  const asked: Promise<IteratorResult<T>>[] = []
  const ask = () => {
    // One after the other: not every iterator can be asked again before it has answered.
    const next = (asked.at(-1) ?? Promise.resolve()).then(() => iterator.next())
    // A failure counts when its turn comes; until then nobody listens.
    next.catch(() => undefined)
    asked.push(next)
  }
  try {
    for (let count = 0; count < ahead; count++) ask()
    for (let next = asked.shift(); next !== undefined; next = asked.shift()) {
      const { done, value } = await next
      if (done === true) return
      ask()
      yield value
    }
  } finally {
    await iterator.return?.()
  }
}

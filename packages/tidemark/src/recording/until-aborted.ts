/** What an iterable yields until a signal aborts; then its reason, whether or not the iterable ever goes on. */
export async function* untilAborted<T>(
  iterable: AsyncIterable<T>,
  signal: AbortSignal | undefined,
): AsyncGenerator<T, void, undefined> {
  if (signal === undefined) return yield* iterable
  const iterator = iterable[Symbol.asyncIterator]()
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  // Nobody may be waiting for it just then.
  aborted.catch(() => undefined)
  const abort = () => reject(signal.reason)
  signal.addEventListener('abort', abort)
  try {
    signal.throwIfAborted()
    for (;;) {
      const next = await Promise.race([iterator.next(), aborted])
      if (next.done === true) return
      yield next.value
    }
  } finally {
    signal.removeEventListener('abort', abort)
    // One that does not go on is not waited for.
    const closed = Promise.resolve(iterator.return?.()).catch(() => undefined)
    if (!signal.aborted) await closed
  }
}

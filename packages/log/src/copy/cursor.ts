/** A place in a sequence that comes in chunks. */
export interface Cursor<T> {
  /** What is at hand from here on; empty at the end only. */
  some(): Promise<readonly T[]>
  /** Goes so many steps on, at most over what is at hand. */
  skip(count: number): void
  /** Ends the reading. */
  stop(): Promise<void>
}

/** Makes a cursor: one step of asynchronous iteration for a chunk, none for what is in it. */
export function cursor<T>(chunks: AsyncIterable<readonly T[]>): Cursor<T> {
  const iterator = chunks[Symbol.asyncIterator]()
  let chunk: readonly T[] = []
  return {
    async some() {
      while (chunk.length === 0) {
        const { done, value } = await iterator.next()
        if (done === true) return []
        chunk = value
      }
      return chunk
    },
    skip(count) {
      chunk = chunk.slice(count)
    },
    async stop() {
      await iterator.return?.()
    },
  }
}

/** Blobs to keep and blobs to forget, at once. */
export interface CacheBatch {
  readonly put: ReadonlyMap<string, Uint8Array>
  readonly remove: readonly string[]
}

/**
 * Where a timeline keeps what it would otherwise have to work out again: blobs by name.
 *
 * Nothing in it is trusted and nothing in it is needed: whoever reads checks, and a cache that is gone costs time only.
 *
 * @example
 * const cache = memoryCache()
 * timeline.save(cache)
 * restoreTimeline(stock, cache)?.timeline.view({ asOf })
 */
export interface TimelineCache {
  /** The blob of a name; `undefined` when there is none. */
  read(name: string): Uint8Array | undefined
  /** The names of all blobs, in no order. */
  names(): readonly string[]
  /** Keeps and forgets blobs: all of the batch or, if the process dies, none of it. */
  write(batch: CacheBatch): void
  /** Lets go of what it holds. */
  close(): void
}

/** A cache in memory, for tests. */
export function memoryCache(): TimelineCache {
  const blobs = new Map<string, Uint8Array>()
  return {
    read: (name) => blobs.get(name)?.slice(),
    names: () => [...blobs.keys()],
    write: ({ put, remove }) => {
      for (const name of remove) blobs.delete(name)
      for (const [name, blob] of put) blobs.set(name, blob.slice())
    },
    close: () => blobs.clear(),
  }
}

/** The part of a cache whose names start with a prefix, as a cache of its own. */
export function cacheWithin(cache: TimelineCache, prefix: string): TimelineCache {
  return {
    read: (name) => cache.read(prefix + name),
    names: () =>
      cache
        .names()
        .filter((name) => name.startsWith(prefix))
        .map((name) => name.slice(prefix.length)),
    write: ({ put, remove }) =>
      cache.write({
        put: new Map([...put].map(([name, blob]) => [prefix + name, blob])),
        remove: remove.map((name) => prefix + name),
      }),
    close: () => cache.close(),
  }
}

/** Keeps the last few results of something that takes long, by key; the longest unused one goes first. */
export interface Recent<Value> {
  get(key: string, make: () => Value): Value
  /** Forgets a result, if it is still the one that is kept. */
  drop(key: string, value: Value): void
}

/** So many at most: each may hold a row for every item at every branch. */
export function recent<Value>(most: number): Recent<Value> {
  const kept = new Map<string, Value>()
  return {
    get(key, make) {
      const found = kept.get(key)
      const value = found ?? make()
      kept.delete(key)
      kept.set(key, value)
      for (const oldest of kept.keys()) {
        if (kept.size <= most) break
        kept.delete(oldest)
      }
      return value
    },
    drop(key, value) {
      if (kept.get(key) === value) kept.delete(key)
    },
  }
}

/**
 * One key from two texts, so that no two pairs share a key: `joinKey('ab', 'c')` is not `joinKey('a', 'bc')`.
 */
export function joinKey(first: string, second: string): string {
  return `${first.length}:${first}${second}`
}

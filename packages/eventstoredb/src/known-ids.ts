/** Which ids a stream has, without keeping them: 12 to 24 bytes an event. */
export interface KnownIds {
  /** How many events are known: those of revision 0 to `count` - 1. */
  readonly count: number
  /** Adds the event of the next revision. */
  add(id: string): void
  /** The revisions that may have this id: none is missing, some may have another id with the same hash. */
  candidates(id: string): number[]
}

/** Makes an empty set: hashes by revision, and a table from hash to revisions with linear probing. */
export function knownIds(): KnownIds {
  let hashes = new Uint32Array(8)
  // Holds revision + 1; 0 is an empty slot. Its length is a power of two.
  let table = new Int32Array(16)
  let count = 0

  const put = (revision: number) => {
    const mask = table.length - 1
    let slot = (hashes[revision] ?? 0) & mask
    while (table[slot] !== 0) slot = (slot + 1) & mask
    table[slot] = revision + 1
  }
  const grow = () => {
    const larger = new Uint32Array(hashes.length * 2)
    larger.set(hashes)
    hashes = larger
    table = new Int32Array(table.length * 2)
    for (let revision = 0; revision < count; revision++) put(revision)
  }

  return {
    get count() {
      return count
    },
    add(id) {
      if (count === hashes.length) grow()
      hashes[count] = hashOf(id)
      put(count++)
    },
    candidates(id) {
      const hash = hashOf(id)
      const mask = table.length - 1
      const found: number[] = []
      for (let slot = hash & mask; table[slot] !== 0; slot = (slot + 1) & mask) {
        const revision = (table[slot] ?? 0) - 1
        if (hashes[revision] === hash) found.push(revision)
      }
      return found.sort((a, b) => a - b)
    },
  }
}

/** FNV-1a over the units of the text, mixed once more because ids often differ in their last digits only. */
function hashOf(id: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < id.length; index++) {
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return (hash ^ (hash >>> 13)) >>> 0
}

/**
 * How every connection works: a commit is on the disk before it is acknowledged, the cache has 32 MiB, and the write-ahead
 * log is folded into the file every 64 MiB, because an import writes the same index pages again and again.
 */
export const SETTINGS = `
  PRAGMA synchronous = FULL;
  PRAGMA cache_size = -32768;
  PRAGMA wal_autocheckpoint = 16384;
  PRAGMA journal_size_limit = 67108864;
`

import { crc32 } from 'node:zlib'

/** A text that differs when bytes do, but for one chance in 2^32. Says nothing against a forger. */
export function checksum(bytes: Uint8Array): string {
  return `${crc32(bytes).toString(36)}.${bytes.length.toString(36)}`
}

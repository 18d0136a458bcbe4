import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** 256 random bits: nobody guesses them, so their hash needs neither salt nor patience. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** What is kept in place of a secret. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** Whether a secret has a hash, in the same time whether it nearly does or not at all. */
export function hasHash(secret: string, hash: string): boolean {
  const [actual, expected] = [Buffer.from(hashOf(secret), 'hex'), Buffer.from(hash, 'hex')]
  return actual.length === expected.length && timingSafeEqual(actual, expected)
}

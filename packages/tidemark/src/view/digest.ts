import type { Hash } from 'node:crypto'
import { nodeCrypto } from '../node-modules.ts'
import type { LevelRow } from './level.ts'

/** The digest format of this version; a later format adds fields and still computes this one. */
export const DIGEST_FORMAT = 1

/** How many buckets the items of a digest are spread over; a share of the items owns whole buckets. */
export const BUCKETS = 256

/** A proof of a whole view: equal facts give an equal digest on every machine and store. */
export interface Digest {
  readonly format: number
  /** SHA-256 in hex over the buckets. */
  readonly digest: string
  /** For each bucket the first 16 hex digits of SHA-256 over its rows. */
  readonly buckets: readonly string[]
}

/** The fields of a row that format 1 digests, in its order. */
export const canonicalFields = [
  'item',
  'branch',
  'onHand',
  'value',
  'averageCost',
  'lastReceiptCost',
  'marketCost',
  'lastSoldOn',
  'lastPurchasedOn',
  'lastReceiptOn',
  'lastCountedOn',
  'lastCountQuantity',
  'onOrder',
  'reserved',
  'available',
] as const satisfies readonly (keyof LevelRow)[]

/** The bucket an item belongs to, for ever: FNV-1a over its UTF-8 bytes. */
export function bucketOf(item: string): number {
  let value = 0x811c9dc5
  for (const byte of Buffer.from(item, 'utf8')) {
    value = Math.imul(value ^ byte, 0x01000193)
  }
  return (value >>> 0) % BUCKETS
}

/** A row in canonical form: a JSON array of the fields of the format. */
export function canonicalRow(row: LevelRow): string {
  return JSON.stringify(canonicalFields.map((field) => row[field]))
}

/** A row as a digest sees it: the fields of format 1. */
export type CanonicalRow = Pick<LevelRow, (typeof canonicalFields)[number]>

/** The row of a canonical form; `null` when it is none. */
export function rowOfCanonical(line: string): CanonicalRow | null {
  const values = jsonArrayOf(line)
  if (values?.length !== canonicalFields.length) return null
  if (!values.every((value) => value === null || typeof value === 'string')) return null
  const row: object = Object.fromEntries(canonicalFields.map((field, index) => [field, values[index]]))
  const { item, branch } = row as CanonicalRow
  // Every field was just set to a text or null, and its key is text.
  return item === null || branch === null ? null : (row as CanonicalRow)
}

function jsonArrayOf(line: string): readonly unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Digests rows that come sorted by item and branch. */
export function digestRows(rows: Iterable<LevelRow>): Digest {
  const digesting = startDigest()
  for (const row of rows) digesting.add(row.item, canonicalRow(row))
  return digesting.digest()
}

/** A digest of canonical rows that are given one after the other, sorted by item and branch. */
export interface Digesting {
  add(item: string, canonical: string): void
  digest(): Digest
}

/** Starts a digest. */
export function startDigest(): Digesting {
  const hashes = new Map<number, Hash>()
  let last: string | null = null
  let bucket = 0
  return {
    add(item, canonical) {
      if (item !== last) bucket = bucketOf(item)
      last = item
      const sha = hashes.get(bucket) ?? nodeCrypto().createHash('sha256')
      hashes.set(bucket, sha)
      sha.update(canonical + '\n')
    },
    digest() {
      const buckets = Array.from({ length: BUCKETS }, (_, index) => {
        const sha = hashes.get(index)
        return sha === undefined ? EMPTY_BUCKET : sha.digest('hex').slice(0, 16)
      })
      return { format: DIGEST_FORMAT, digest: digestOfBuckets(buckets), buckets }
    },
  }
}

const EMPTY_BUCKET = '0'.repeat(16)

/** The digest of a whole view from its buckets, also of buckets that several readers computed. */
export function digestOfBuckets(buckets: readonly string[]): string {
  return nodeCrypto().hash('sha256', `tidemark digest ${DIGEST_FORMAT}\n${buckets.join('\n')}\n`, 'hex')
}

/** What the metadata of a stream takes away from it. */
export interface StreamLimits {
  readonly truncateBefore?: bigint
  readonly maxCount?: bigint
  readonly maxAgeMs?: number
}

/** Reads the limits out of the data of a `$metadata` event; what cannot be read limits nothing. */
export function streamLimits(data: Uint8Array): StreamLimits {
  const text = Buffer.from(data).toString('utf8')
  const number = (key: string): string | undefined => new RegExp(`"\\${key}"\\s*:\\s*(\\d+)`).exec(text)?.[1]
  const truncateBefore = number('$tb')
  const maxCount = number('$maxCount')
  const maxAge = number('$maxAge')
  return {
    ...(truncateBefore === undefined ? {} : { truncateBefore: BigInt(truncateBefore) }),
    ...(maxCount === undefined ? {} : { maxCount: BigInt(maxCount) }),
    ...(maxAge === undefined ? {} : { maxAgeMs: Number(maxAge) * 1000 }),
  }
}

/** The first revision that the count and the truncation of a stream leave visible. */
export function firstVisible(limits: StreamLimits, last: bigint): bigint {
  const byCount = limits.maxCount === undefined ? 0n : last - limits.maxCount + 1n
  const byTruncation = limits.truncateBefore ?? 0n
  return byCount > byTruncation ? byCount : byTruncation
}

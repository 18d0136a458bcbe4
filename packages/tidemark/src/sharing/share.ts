import { TidemarkError } from '../errors.ts'
import { BUCKETS, bucketOf } from '../view/digest.ts'

/** The part of the items that one of several readers holds: whole buckets of the digest. */
export interface Share {
  /** Which part, from 0. */
  readonly index: number
  /** How many parts there are; at most {@link BUCKETS}. */
  readonly of: number
}

/** Everything. */
export const WHOLE: Share = { index: 0, of: 1 }

/**
 * Checks a share.
 *
 * @throws TidemarkError `INVALID_SHARE`.
 */
export function checkShare(share: Share): Share {
  const { index, of } = share
  const whole = Number.isInteger(of) && of >= 1 && of <= BUCKETS
  if (!whole || !Number.isInteger(index) || index < 0 || index >= of) {
    throw new TidemarkError('INVALID_SHARE', `share ${index} of ${of}`)
  }
  return share
}

/** Whether a bucket of the digest belongs to a share. */
export function holdsBucket({ index, of }: Share, bucket: number): boolean {
  return bucket % of === index
}

/** Whether an item belongs to a share. */
export function holdsItem(share: Share, item: string): boolean {
  return share.of === 1 || holdsBucket(share, bucketOf(item))
}

/** Why nothing can be said of an item here, `null` when it can. */
export function outsideShare(share: Share, item: string): TidemarkError | null {
  return holdsItem(share, item) ? null : outside(share, `item ${item}`)
}

/**
 * Refuses to answer for an item that another reader holds.
 *
 * @throws TidemarkError `OUTSIDE_SHARE`.
 */
export function assertHeld(share: Share, item: string): void {
  if (!holdsItem(share, item)) throw outside(share, `item ${item}`)
}

/**
 * Refuses what only a reader of all items can do.
 *
 * @throws TidemarkError `OUTSIDE_SHARE`.
 */
export function assertWhole(share: Share, what: string): void {
  if (share.of > 1) throw outside(share, what)
}

function outside({ index, of }: Share, what: string): TidemarkError {
  return new TidemarkError('OUTSIDE_SHARE', `${what}, share ${index} of ${of}`)
}

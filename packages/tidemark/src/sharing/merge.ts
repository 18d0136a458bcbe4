import { compareCodePoints, formatMicros, readMicros } from '@tidemark/projection'
import { TidemarkError } from '../errors.ts'
import { BUCKETS, DIGEST_FORMAT, type Digest, digestOfBuckets } from '../view/digest.ts'
import type { LevelRow } from '../view/level.ts'
import { compareGroups, type Grouping, type TotalRow } from '../view/totals.ts'
import { holdsBucket } from './share.ts'

/**
 * The levels of a whole view from those of its shares, each by item, then branch, as `view.levels()` gives them. Holds one
 * row of each share at a time.
 *
 * @example
 * for (const row of mergeLevels([first.levels(), second.levels()])) console.log(row.item, row.onHand)
 */
export function* mergeLevels(shares: readonly Iterable<LevelRow>[]): Generator<LevelRow, void, undefined> {
  const iterators = shares.map((rows) => rows[Symbol.iterator]())
  const heads = iterators.map((rows) => rows.next())
  while (true) {
    let first = -1
    let row: LevelRow | undefined
    for (const [index, head] of heads.entries()) {
      if (head.done || (row !== undefined && compareRows(row, head.value) <= 0)) continue
      first = index
      row = head.value
    }
    const iterator = iterators[first]
    if (row === undefined || iterator === undefined) return
    yield row
    heads[first] = iterator.next()
  }
}

function compareRows(a: LevelRow, b: LevelRow): number {
  return compareCodePoints(a.item, b.item) || compareCodePoints(a.branch, b.branch)
}

/**
 * The totals of a whole view from those of its shares, all drawn up by the same groupings.
 *
 * @example
 * mergeTotals([first.totals({ by: ['branch'] }), second.totals({ by: ['branch'] })], ['branch'])
 */
export function mergeTotals(
  shares: readonly (readonly TotalRow[])[],
  by: readonly Grouping[] = [],
): readonly TotalRow[] {
  const sums = new Map<string, TotalRow>()
  for (const row of shares.flat()) {
    const key = JSON.stringify(by.map((grouping) => row[grouping] ?? null))
    const sum = sums.get(key)
    sums.set(key, sum === undefined ? row : { ...sum, ...addedUp(sum, row) })
  }
  const groupsOf = (row: TotalRow) => by.map((grouping) => row[grouping] ?? null)
  return [...sums.values()].sort((a, b) => compareGroups(groupsOf(a), groupsOf(b)))
}

function addedUp(a: TotalRow, b: TotalRow): Pick<TotalRow, 'onHand' | 'value' | 'items'> {
  return {
    onHand: formatMicros(readMicros(a.onHand) + readMicros(b.onHand)),
    value: formatMicros(readMicros(a.value) + readMicros(b.value)),
    items: a.items + b.items,
  }
}

/**
 * The digest of a whole view from those of all its shares, in the order of their index.
 *
 * @throws TidemarkError `INVALID_SHARE` for none, `INVALID_ARGUMENT` for a digest of another format.
 */
export function mergeDigests(shares: readonly Digest[]): Digest {
  const of = shares.length
  if (of < 1 || of > BUCKETS) throw new TidemarkError('INVALID_SHARE', `${of} shares`)
  const other = shares.find(({ format }) => format !== DIGEST_FORMAT)
  if (other !== undefined) throw new TidemarkError('INVALID_ARGUMENT', `digest of format ${other.format}`)
  const buckets = Array.from({ length: BUCKETS }, (_, bucket) => {
    const share = shares.find((_, index) => holdsBucket({ index, of }, bucket))
    return share?.buckets[bucket] ?? ''
  })
  return { format: DIGEST_FORMAT, digest: digestOfBuckets(buckets), buckets }
}

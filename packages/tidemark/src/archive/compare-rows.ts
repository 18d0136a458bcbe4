import { compareCodePoints } from '@tidemark/projection'
import { canonicalRow, type Digest, startDigest } from '../view/digest.ts'
import type { LevelRow } from '../view/level.ts'
import type { ArchivedLine, ArchivedRow } from './rows.ts'

/** A row of which an archive and a replay tell different things. */
export interface RowDifference {
  readonly item: string
  readonly branch: string
  /** `null` when the archive has no such row. */
  readonly archived: ArchivedRow | null
  /** `null` when the replay has no such row. */
  readonly replayed: ArchivedRow | null
}

/** What an archive holds, beside what a replay gives. */
export interface ArchiveComparison {
  /** The digest of the rows in the archive. */
  readonly digest: Digest
  /** Lines that are no rows at all. */
  readonly unreadable: number
  /** The items of which a row differs, by code point. */
  readonly items: readonly string[]
  readonly first: RowDifference | null
}

/** Goes through the lines of an archive and the rows of a replay, both by item, then branch, and says where they differ. */
export async function compareRows(
  lines: AsyncIterable<ArchivedLine>,
  rows: Iterable<LevelRow>,
): Promise<ArchiveComparison> {
  const replay = rows[Symbol.iterator]()
  let replayed = next(replay)
  const digesting = startDigest()
  const items = new Set<string>()
  let unreadable = 0
  let first: RowDifference | null = null
  const differ = (archived: ArchivedRow | null, row: LevelRow | null) => {
    const { item, branch } = archived ?? row ?? NOWHERE
    items.add(item)
    first ??= { item, branch, archived, replayed: row }
  }
  for await (const { text, row: archived } of lines) {
    if (archived === null) {
      unreadable++
      continue
    }
    digesting.add(archived.item, text)
    while (replayed !== null && inOrder(replayed, archived) < 0) {
      differ(null, replayed)
      replayed = next(replay)
    }
    if (replayed === null || inOrder(replayed, archived) > 0) differ(archived, null)
    else {
      if (canonicalRow(replayed) !== text) differ(archived, replayed)
      replayed = next(replay)
    }
  }
  for (; replayed !== null; replayed = next(replay)) differ(null, replayed)
  return { digest: digesting.digest(), unreadable, items: [...items].sort(compareCodePoints), first }
}

const NOWHERE = { item: '', branch: '' }

function next(rows: Iterator<LevelRow>): LevelRow | null {
  const { done, value } = rows.next()
  return done === true ? null : value
}

function inOrder(a: Pick<LevelRow, 'item' | 'branch'>, b: Pick<LevelRow, 'item' | 'branch'>): number {
  return compareCodePoints(a.item, b.item) || compareCodePoints(a.branch, b.branch)
}

import { TidemarkError } from '../errors.ts'
import { startDigest } from '../view/digest.ts'
import type { InventoryView } from '../view/inventory-view.ts'
import type { SnapshotArchive } from './archive.ts'
import { type ArchivedRow, archivedBytes, archivedLines } from './rows.ts'

/** Keeps the rows of a view under its digest. */
export function keepRows(archive: SnapshotArchive, digest: string, view: InventoryView): Promise<void> {
  return archive.write(digest, archivedBytes(view.levels()))
}

/**
 * The rows kept under a digest, checked before the first is given.
 *
 * @throws TidemarkError `NOT_ARCHIVED`, `ARCHIVE_DAMAGED`.
 */
export async function keptRows(
  archive: SnapshotArchive,
  digest: string,
  snapshot: string,
): Promise<AsyncIterable<ArchivedRow>> {
  await assertKept(archive, digest, snapshot)
  return rowsAgain(archive, digest, snapshot)
}

/**
 * Checks that what is kept under a digest are the rows it is of.
 *
 * @throws TidemarkError `NOT_ARCHIVED`, `ARCHIVE_DAMAGED`.
 */
export async function assertKept(archive: SnapshotArchive, digest: string, snapshot: string): Promise<void> {
  const bytes = await archive.read(digest)
  if (bytes === undefined) throw new TidemarkError('NOT_ARCHIVED', snapshot)
  const digesting = startDigest()
  for await (const { text, row } of archivedLines(bytes)) {
    if (row === null) throw new TidemarkError('ARCHIVE_DAMAGED', snapshot)
    digesting.add(row.item, text)
  }
  if (digesting.digest().digest !== digest) throw new TidemarkError('ARCHIVE_DAMAGED', snapshot)
}

async function* rowsAgain(
  archive: SnapshotArchive,
  digest: string,
  snapshot: string,
): AsyncGenerator<ArchivedRow, void, undefined> {
  const bytes = await archive.read(digest)
  if (bytes === undefined) throw new TidemarkError('NOT_ARCHIVED', snapshot)
  for await (const { row } of archivedLines(bytes)) if (row !== null) yield row
}

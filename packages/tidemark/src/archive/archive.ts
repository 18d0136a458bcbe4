import { folderArchive } from './folder-archive.ts'

/**
 * Where the rows of snapshots are kept for good, each set once under the digest of its view. `folderArchive` keeps them
 * in files; a host with an object store brings its own.
 */
export interface SnapshotArchive {
  /** The bytes kept under a digest; `undefined` when there are none. */
  read(digest: string): Promise<AsyncIterable<Uint8Array> | undefined>
  /** Keeps bytes under a digest, all of them or none. What is kept there already stays as it is. */
  write(digest: string, bytes: Iterable<Uint8Array>): Promise<void>
}

/** An archive as a host names it: a folder, or one of its own. */
export type ArchiveInput = SnapshotArchive | { readonly folder: string }

/** The archive a host has named, if any. */
export function archiveOf(input: ArchiveInput | undefined): SnapshotArchive | null {
  if (input === undefined) return null
  return 'folder' in input ? folderArchive(input.folder) : input
}

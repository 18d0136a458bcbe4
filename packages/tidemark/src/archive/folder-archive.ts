import path from 'node:path'
import { TidemarkError } from '../errors.ts'
import { nodeCrypto, nodeFs } from '../node-modules.ts'
import type { SnapshotArchive } from './archive.ts'

/** Files are to be read, not written to again. */
const READ_ONLY = 0o444

/**
 * Keeps the rows of snapshots in a folder, one file of JSON Lines for each digest. A file is there whole or not at all.
 *
 * @throws TidemarkError `ARCHIVE_UNAVAILABLE` when the folder cannot be made, read or written.
 * @example
 * const inventory = openInventory({ log, archive: folderArchive('archive') })
 */
export function folderArchive(folder: string): SnapshotArchive {
  const fileOf = (digest: string) => path.join(folder, `${assertDigest(digest)}.jsonl`)
  return {
    async read(digest) {
      const file = fileOf(digest)
      return nodeFs().existsSync(file) ? bytesOf(file) : undefined
    },
    async write(digest, bytes) {
      const file = fileOf(digest)
      if (nodeFs().existsSync(file)) return
      await orUnavailable(() => nodeFs().promises.mkdir(folder, { recursive: true }))
      await writeWhole(file, bytes)
    },
  }
}

async function* bytesOf(file: string): AsyncGenerator<Uint8Array, void, undefined> {
  const bytes: AsyncIterable<Uint8Array> = nodeFs().createReadStream(file)
  try {
    yield* bytes
  } catch (error) {
    throw unavailable(error)
  }
}

/** Where the folder is, is nobody's business but the host's: the cause names it, the message does not. */
function unavailable(cause: unknown): TidemarkError {
  const reason = cause instanceof Error && 'code' in cause ? ` (${cause.code})` : ''
  return new TidemarkError('ARCHIVE_UNAVAILABLE', `archive${reason}`, {}, cause)
}

async function orUnavailable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw unavailable(error)
  }
}

/** Beside its place first, so that a crash leaves no half of it there. Whoever else writes it writes the same. */
async function writeWhole(file: string, bytes: Iterable<Uint8Array>): Promise<void> {
  const { open, rename, rm } = nodeFs().promises
  const unfinished = `${file}.${nodeCrypto().randomBytes(6).toString('hex')}.tmp`
  const handle = await orUnavailable(() => open(unfinished, 'wx', READ_ONLY))
  try {
    for (const chunk of bytes) await orUnavailable(() => handle.writeFile(chunk))
    await orUnavailable(async () => {
      await handle.sync()
      await handle.close()
      await rename(unfinished, file)
    })
  } catch (error) {
    await handle.close().catch(() => undefined)
    await rm(unfinished, { force: true })
    throw error
  }
}

/** A name that comes from a log may lead nowhere else. */
function assertDigest(digest: string): string {
  if (!/^[0-9a-f]{64}$/.test(digest)) throw new RangeError(`${JSON.stringify(digest)} is not a digest`)
  return digest
}

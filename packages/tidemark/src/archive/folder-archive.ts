import path from 'node:path'
import { nodeCrypto, nodeFs } from '../node-modules.ts'
import type { SnapshotArchive } from './archive.ts'

/** Files are to be read, not written to again. */
const READ_ONLY = 0o444

/**
 * Keeps the rows of snapshots in a folder, one file of JSON Lines for each digest. A file is there whole or not at all.
 *
 * @example
 * const inventory = openInventory({ log, archive: folderArchive('archive') })
 */
export function folderArchive(folder: string): SnapshotArchive {
  const fileOf = (digest: string) => path.join(folder, `${assertDigest(digest)}.jsonl`)
  return {
    async read(digest) {
      const file = fileOf(digest)
      const { createReadStream, existsSync } = nodeFs()
      return existsSync(file) ? createReadStream(file) : undefined
    },
    async write(digest, bytes) {
      const file = fileOf(digest)
      if (nodeFs().existsSync(file)) return
      await nodeFs().promises.mkdir(folder, { recursive: true })
      await writeWhole(file, bytes)
    },
  }
}

/** Beside its place first, so that a crash leaves no half of it there. Whoever else writes it writes the same. */
async function writeWhole(file: string, bytes: Iterable<Uint8Array>): Promise<void> {
  const { open, rename, rm } = nodeFs().promises
  const unfinished = `${file}.${nodeCrypto().randomBytes(6).toString('hex')}.tmp`
  const handle = await open(unfinished, 'wx', READ_ONLY)
  try {
    for (const chunk of bytes) await handle.writeFile(chunk)
    await handle.sync()
    await handle.close()
    await rename(unfinished, file)
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

import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { CliError } from './errors.ts'

/**
 * Writes a file that is there as a whole or not at all: to a file beside it, which takes its name when all is written.
 *
 * @throws CliError `EXPORT_UNWRITABLE`, the reason of a `signal` that is aborted, whatever the pieces throw.
 */
export async function writeWhole(
  path: string,
  pieces: Iterable<Uint8Array>,
  signal: AbortSignal,
): Promise<void> {
  const beside = `${path}.${crypto.randomUUID()}.part`
  const file = await orUnwritable(path, () => open(beside, 'wx'))
  try {
    await writeAll(path, file, pieces, signal)
    await orUnwritable(path, () => rename(beside, path))
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
}

async function writeAll(
  path: string,
  file: FileHandle,
  pieces: Iterable<Uint8Array>,
  signal: AbortSignal,
): Promise<void> {
  try {
    for (const piece of pieces) {
      await orUnwritable(path, () => file.writeFile(piece))
      signal.throwIfAborted()
    }
    await orUnwritable(path, () => file.sync())
  } finally {
    await file.close()
  }
}

async function orUnwritable<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw new CliError('EXPORT_UNWRITABLE', path, error)
  }
}

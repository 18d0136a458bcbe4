import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { CliError } from './errors.ts'
import type { FileName } from './same-file.ts'

/** Large enough that reading is no part of the time of an import. */
const READ_BYTES = 1 << 20

/**
 * Opens a movement file as a stream of bytes; `-` is stdin.
 *
 * @throws CliError `INPUT_UNREADABLE`, before anything is read.
 */
export async function openMovementFile(path: string, stdin: Readable): Promise<Readable> {
  if (path === '-') return stdin
  try {
    const file = await open(path)
    if ((await file.stat()).isDirectory()) {
      await file.close()
      throw new TypeError(`${path} is a directory`)
    }
    return file.createReadStream({ highWaterMark: READ_BYTES })
  } catch (error) {
    throw new CliError('INPUT_UNREADABLE', path, error)
  }
}

/** What a movement file is read from, by name; stdin too may be a file. */
export function sourceOf(path: string, stdin: Readable): readonly FileName[] {
  if (path !== '-') return [path]
  return 'fd' in stdin && typeof stdin.fd === 'number' ? [stdin.fd] : []
}

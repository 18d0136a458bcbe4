import { fstatSync, realpathSync, statSync } from 'node:fs'
import path from 'node:path'

/** A file by its path, or by the descriptor under which it is open. */
export type FileName = string | number

/** Whether two names lead to one file, through whatever links; of files that are not there yet, whether they would. */
export function isSameFile(one: FileName, other: FileName): boolean {
  const place = placeOf(one)
  return place !== null && place === placeOf(other)
}

/** What one file has and no other: hard links of it have other paths, but the same device and inode. */
function placeOf(file: FileName): string | null {
  try {
    const found = typeof file === 'number' ? fstatSync(file, BIGINT) : statSync(file, BIGINT)
    // A terminal or a pipe can be read and written at once: nothing is lost.
    return found.isFile() ? `${found.dev} ${found.ino}` : null
  } catch {
    return typeof file === 'number' ? null : placeToBe(file)
  }
}

const BIGINT = { bigint: true } as const

/** Where a file would be made; `null` when it could not be. */
function placeToBe(file: string): string | null {
  try {
    return path.join(realpathSync(path.dirname(file)), path.basename(file))
  } catch {
    return null
  }
}

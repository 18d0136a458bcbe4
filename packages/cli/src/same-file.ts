import { realpathSync, statSync } from 'node:fs'
import path from 'node:path'

/** Whether two paths lead to one file, through whatever links; of files that are not there yet, whether they would. */
export function isSameFile(one: string, other: string): boolean {
  const place = placeOf(one)
  return place !== null && place === placeOf(other)
}

/** What one file has and no other: hard links of it have other paths, but the same device and inode. */
function placeOf(file: string): string | null {
  try {
    const { dev, ino } = statSync(file, { bigint: true })
    return `${dev} ${ino}`
  } catch {
    return placeToBe(file)
  }
}

/** Where a file would be made; `null` when it could not be. */
function placeToBe(file: string): string | null {
  try {
    return path.join(realpathSync(path.dirname(file)), path.basename(file))
  } catch {
    return null
  }
}

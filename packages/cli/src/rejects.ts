import { closeSync, openSync, writeFileSync } from 'node:fs'
import type { Reject } from 'tidemark'
import { CliError } from './errors.ts'
import { type FileName, isSameFile } from './same-file.ts'

/** Where the refused lines of an import go. */
export interface RejectsWriter {
  add(reject: Reject): void
  /** Writes what was added; an import that is cut short has lost none it told of. */
  flush(): void
  close(): void
}

/**
 * Writes refused lines to a file as JSON Lines of `{line, code, reason}`. A file that is there is replaced, unless it is
 * one of those that must be kept.
 *
 * @throws CliError `REJECTS_IN_USE`, `REJECTS_UNWRITABLE`.
 */
export function rejectsFile(path: string, kept: readonly FileName[]): RejectsWriter {
  if (kept.some((file) => isSameFile(file, path))) throw new CliError('REJECTS_IN_USE', path)
  const file = orUnwritable(path, () => openSync(path, 'w'))
  let pending: string[] = []
  const flush = () => {
    const text = pending.join('')
    // What cannot be written now is not written later either, in place of what comes then.
    pending = []
    // Unlike a single write it goes on until all is written.
    if (text !== '') orUnwritable(path, () => writeFileSync(file, text))
  }
  return {
    add({ line, code, reason }) {
      pending.push(JSON.stringify({ line, code, reason }) + '\n')
    },
    flush,
    close() {
      try {
        flush()
      } finally {
        closeSync(file)
      }
    },
  }
}

function orUnwritable<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw new CliError('REJECTS_UNWRITABLE', path, error)
  }
}

/** Refused lines shown where no file takes them. */
const MOST_SHOWN = 10

/** Shows the first refused lines, for want of a file to keep them all. */
export function rejectsShown(show: (text: string) => void): RejectsWriter {
  let count = 0
  return {
    add({ line, code, reason }) {
      count++
      if (count <= MOST_SHOWN) show(`line ${line}: ${code}: ${reason}\n`)
    },
    flush() {},
    close() {
      if (count > MOST_SHOWN) show(`and ${count - MOST_SHOWN} more; --rejects FILE keeps them all\n`)
    },
  }
}

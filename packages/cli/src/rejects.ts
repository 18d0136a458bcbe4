import { closeSync, openSync, writeSync } from 'node:fs'
import type { Reject } from 'tidemark'
import { CliError } from './errors.ts'
import { isSameFile } from './same-file.ts'

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
export function rejectsFile(path: string, kept: readonly string[]): RejectsWriter {
  if (kept.some((file) => isSameFile(file, path))) throw new CliError('REJECTS_IN_USE', path)
  const file = openForWriting(path)
  let pending: string[] = []
  const flush = () => {
    if (pending.length > 0) writeSync(file, pending.join(''))
    pending = []
  }
  return {
    add({ line, code, reason }) {
      pending.push(JSON.stringify({ line, code, reason }) + '\n')
    },
    flush,
    close() {
      flush()
      closeSync(file)
    },
  }
}

function openForWriting(path: string): number {
  try {
    return openSync(path, 'w')
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

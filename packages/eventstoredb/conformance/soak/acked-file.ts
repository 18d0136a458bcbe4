import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import type { Position } from '@tidemark/log'
import { UsageError } from '../options.ts'

/** An event that a server has acknowledged. */
export interface Acked {
  readonly stream: string
  readonly id: string
  /** Where it was said to stand; null when only its neighbours' places were told. */
  readonly position: number | null
}

/** A file of what was acknowledged, a line of JSON each. */
export interface AckedFile {
  /** Adds lines; they have left this process when it returns. */
  readonly add: (acked: readonly Acked[]) => void
  readonly close: () => void
}

/** Opens a file to add to. Throws `UsageError`. */
export function ackedFile(path: string): AckedFile {
  const file = tried(path, () => openSync(path, 'a'))
  return {
    // It is the server that dies, or this process: what the operating system has, is kept.
    add: (acked) => {
      writeSync(file, acked.map((one) => `${JSON.stringify([one.stream, one.id, one.position])}\n`).join(''))
    },
    close: () => closeSync(file),
  }
}

/** Reads what was acknowledged. A last line that was cut off is none. Throws `UsageError`. */
export function readAcked(path: string): readonly Acked[] {
  const lines = tried(path, () => readFileSync(path, 'utf8')).split('\n')
  return lines.slice(0, -1).map((line, index) => ackedIn(line, `${path}:${index + 1}`))
}

/** Only for noting: where the ends of an append stand. */
export function positionsOf(count: number, first: Position, last: Position): (Position | null)[] {
  return Array.from({ length: count }, (_, n) => (n === 0 ? first : n === count - 1 ? last : null))
}

function ackedIn(line: string, where: string): Acked {
  const value: unknown = tried(where, () => JSON.parse(line))
  if (!Array.isArray(value)) throw new UsageError(`${where}: not a line of acknowledged ids`)
  const [stream, id, position]: readonly unknown[] = value
  const isPosition = position === null || typeof position === 'number'
  if (typeof stream !== 'string' || typeof id !== 'string' || !isPosition) {
    throw new UsageError(`${where}: not a line of acknowledged ids`)
  }
  return { stream, id, position }
}

function tried<T>(what: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw new UsageError(`${what}: ${error instanceof Error ? error.message : String(error)}`)
  }
}

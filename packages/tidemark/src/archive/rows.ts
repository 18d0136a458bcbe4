import { linesOf } from '../recording/lines.ts'
import { type CanonicalRow, canonicalRow, rowOfCanonical } from '../view/digest.ts'
import type { LevelRow } from '../view/level.ts'

/** A row as a snapshot froze it. */
export type ArchivedRow = CanonicalRow

/** A line of an archived snapshot; `row` is `null` when the line is no row. */
export interface ArchivedLine {
  readonly text: string
  readonly row: ArchivedRow | null
}

/** Rows are put together to so many characters at a time. */
const CHUNK = 65_536

/** Rows as an archive keeps them: canonical, one a line, so that the digest is over exactly these bytes. */
export function* archivedBytes(rows: Iterable<LevelRow>): Generator<Uint8Array, void, undefined> {
  let chunk = ''
  for (const row of rows) {
    chunk += `${canonicalRow(row)}\n`
    if (chunk.length < CHUNK) continue
    yield Buffer.from(chunk)
    chunk = ''
  }
  if (chunk !== '') yield Buffer.from(chunk)
}

/** The lines of an archived snapshot, one after the other. */
export async function* archivedLines(
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<ArchivedLine, void, undefined> {
  for await (const lines of linesOf(bytes)) {
    for (const line of lines) {
      if ('error' in line) yield { text: '', row: null }
      else yield { text: line.text, row: rowOfCanonical(line.text) }
    }
  }
}

import { isAscii } from 'node:buffer'
import { TidemarkError } from '../errors.ts'

/** The longest line of a movement file, in bytes. */
export const LONGEST_LINE = 1024 * 1024

/** A line of a file: its number, its text, or why it has none. */
export type Line =
  | { readonly number: number; readonly text: string }
  | { readonly number: number; readonly error: TidemarkError }

const NEWLINE = 0x0a

/**
 * Splits bytes into lines, numbered from 1, with bounded memory: a line that is too long or not UTF-8 comes
 * with its error, and what follows it is read on. Blank lines are left out, a byte order mark too. They come by the
 * piece of the file they end in: one step of asynchronous iteration for each would take as long as reading it.
 */
export async function* linesOf(
  bytes: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly Line[], void, undefined> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let number = 0
  let pending: Uint8Array[] = []
  let size = 0

  const finish = (): Line | null => {
    number++
    const [part] = pending
    const isWhole = part !== undefined && pending.length === 1
    const whole = size > LONGEST_LINE ? null : isWhole ? part : Buffer.concat(pending)
    pending = []
    size = 0
    if (whole === null) return { number, error: new TidemarkError('LINE_TOO_LONG', `line ${number}`) }
    try {
      const text = decoder.decode(whole).trim()
      return text === '' ? null : { number, text }
    } catch {
      return { number, error: new TidemarkError('INVALID_UTF8', `line ${number}`) }
    }
  }

  for await (const chunk of bytes) {
    checkBytes(chunk)
    const ascii = isAscii(chunk) ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength) : null
    const lines: Line[] = []
    let start = 0
    for (;;) {
      const end = chunk.indexOf(NEWLINE, start)
      if (ascii !== null && size === 0 && end >= 0 && end - start <= LONGEST_LINE) {
        // Most lines: plain, and in one piece.
        number++
        const text = ascii.toString('latin1', start, end).trim()
        if (text !== '') lines.push({ number, text })
        start = end + 1
        continue
      }
      const part = chunk.subarray(start, end < 0 ? chunk.length : end)
      size += part.length
      // What is too long is counted, not kept.
      if (size <= LONGEST_LINE) pending.push(part)
      else pending = []
      if (end < 0) break
      const line = finish()
      if (line !== null) lines.push(line)
      start = end + 1
    }
    if (lines.length > 0) yield lines
  }
  if (size > 0) {
    const line = finish()
    if (line !== null) yield [line]
  }
}

/** A stream that was told an encoding gives text, which the types of Node do not say. */
function checkBytes(chunk: unknown): void {
  if (ArrayBuffer.isView(chunk)) return
  throw new TidemarkError('INVALID_ARGUMENT', `${typeof chunk} where bytes are read (give no encoding)`)
}

import { pipeline, Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { MappingError } from './errors.ts'
import type { CsvFormat } from './mapping.ts'

/** A row of a CSV file: the line of the file it ends on, counted from 1, and its cells without the blanks around them. */
export interface CsvRow {
  readonly line: number
  readonly cells: readonly string[]
}

/** Rows handed on at a time: a step of asynchronous iteration for each would cost more than reading it. */
const PIECE = 256

/** The longest row, in bytes: a quote that is never closed must not swallow the file. */
const LONGEST_ROW = 1024 * 1024

/**
 * Reads a CSV file as a stream, the header too; blank lines are left out. Memory stays bounded whatever its size.
 *
 * @throws MappingError `INVALID_CSV`.
 */
export async function* csvRows(
  bytes: AsyncIterable<Uint8Array>,
  { delimiter, encoding }: CsvFormat,
): AsyncGenerator<readonly CsvRow[], void, undefined> {
  const parser = parse({
    delimiter,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: LONGEST_ROW,
  })
  // The parser is destroyed with the error of whatever failed before it, so its reader sees it: nothing to do here.
  pipeline(Readable.from(textOf(bytes, encoding)), parser, () => {})
  let piece: CsvRow[] = []
  try {
    for await (const { record, info } of typed(parser)) {
      piece.push({ line: info.lines, cells: record.map((cell) => cell.trim()) })
      if (piece.length < PIECE) continue
      yield piece
      piece = []
    }
  } catch (error) {
    if (error instanceof CsvError) throw new MappingError('INVALID_CSV', error.message, error)
    throw error
  }
  if (piece.length > 0) yield piece
}

interface ParsedRecord {
  readonly record: readonly string[]
  readonly info: { readonly lines: number }
}

/** With `info`, and columns left unnamed, this is what the parser gives. */
function typed(parser: AsyncIterable<unknown>): AsyncIterable<ParsedRecord> {
  return parser as AsyncIterable<ParsedRecord>
}

async function* textOf(
  bytes: AsyncIterable<Uint8Array>,
  encoding: string,
): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  const decode = (chunk?: Uint8Array) => {
    try {
      return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true })
    } catch (error) {
      throw new MappingError('INVALID_CSV', `it is not ${encoding}`, error)
    }
  }
  for await (const chunk of bytes) yield decode(chunk)
  yield decode()
}

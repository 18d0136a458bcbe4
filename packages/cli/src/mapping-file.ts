import { createReadStream } from 'node:fs'
import path from 'node:path'
import { type Mapping, mapEvents, parseMapping } from '@tidemark/mapping'
import { CliError } from './errors.ts'
import { parseJson, readText } from './json-input.ts'

/** A mapping as a command uses it. */
export interface OpenMapping {
  /** Makes events of a CSV file. */
  events(bytes: AsyncIterable<Uint8Array>): ReturnType<typeof mapEvents>
  /** Rows of which no event was made so far. */
  readonly skipped: number
  /** The files it is read from: its own, and those of its tables. */
  readonly files: readonly string[]
}

/**
 * Reads a mapping from its file; the tables it names lie beside it.
 *
 * @throws CliError `INPUT_UNREADABLE`, TidemarkError `INVALID_UTF8`, `INVALID_JSON`, MappingError `INVALID_MAPPING`.
 */
export async function openMapping(file: string, history: boolean | undefined): Promise<OpenMapping> {
  const mapping: Mapping = parseMapping(parseJson(await readText(bytesOf(file))))
  let skipped = 0
  const onSkipped = (rows: number) => {
    skipped += rows
  }
  const beside = (table: string) => path.resolve(path.dirname(file), table)
  const openTable = (table: string) => bytesOf(beside(table))
  return {
    events: (bytes) => mapEvents(bytes, mapping, { history, onSkipped, openTable }),
    files: [file, ...Object.values(mapping.tables).map((table) => beside(table.file))],
    get skipped() {
      return skipped
    },
  }
}

async function* bytesOf(file: string): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* createReadStream(file)
  } catch (error) {
    throw new CliError('INPUT_UNREADABLE', file, error)
  }
}

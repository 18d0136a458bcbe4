import { isUtf8 } from 'node:buffer'
import { constants, createReadStream } from 'node:fs'
import { access } from 'node:fs/promises'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { type Mapping, MappingError, mapEvents, parseMapping } from '@tidemark/mapping'
import { CliError } from './errors.ts'

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
 * @throws CliError `INPUT_UNREADABLE`, MappingError `INVALID_MAPPING`, which names the file.
 */
export async function openMapping(file: string, history: boolean | undefined): Promise<OpenMapping> {
  const mapping = mappingIn(file, await buffer(bytesOf(file)))
  const beside = (table: string) => path.resolve(path.dirname(file), table)
  const tables = Object.values(mapping.tables).map((table) => beside(table.file))
  for (const table of tables) await assertReadable(table)
  let skipped = 0
  const onSkipped = (rows: number) => {
    skipped += rows
  }
  const openTable = (table: string) => bytesOf(beside(table))
  return {
    events: (bytes) => mapEvents(bytes, mapping, { history, onSkipped, openTable }),
    files: [file, ...tables],
    get skipped() {
      return skipped
    },
  }
}

function mappingIn(file: string, bytes: Buffer): Mapping {
  if (!isUtf8(bytes)) throw new MappingError('INVALID_MAPPING', `${file} is not UTF-8`)
  try {
    // Without the mark that some editors begin a file with.
    return parseMapping(JSON.parse(new TextDecoder().decode(bytes)))
  } catch (error) {
    if (error instanceof MappingError) throw error.in(file)
    if (error instanceof SyntaxError)
      throw new MappingError('INVALID_MAPPING', `${file}: ${error.message}`, error)
    throw error
  }
}

/** Tables are read when the first row is; what is missing is told before anything is begun. */
async function assertReadable(file: string): Promise<void> {
  try {
    await access(file, constants.R_OK)
  } catch (error) {
    throw new CliError('INPUT_UNREADABLE', file, error)
  }
}

async function* bytesOf(file: string): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* createReadStream(file)
  } catch (error) {
    throw new CliError('INPUT_UNREADABLE', file, error)
  }
}

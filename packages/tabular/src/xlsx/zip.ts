import { Zip, ZipDeflate } from 'fflate'
import { utf8 } from '../utf8.ts'

/** One file in an archive. */
export interface ZipEntry {
  readonly name: string
  readonly text: Iterable<string>
}

/** What the 32 bits for sizes and places in an archive can say. */
const LIMIT = 2 ** 32 - 1

/**
 * The time all files carry, the first noon a zip archive can name. An archive has the fields of a local time, without a
 * zone, and fflate takes them from the local fields of this date: they are the same wherever it runs.
 */
const TIME = new Date(1980, 0, 1, 12)

/**
 * A zip archive of files as they come, in bounded memory; equal files give equal bytes.
 *
 * An entry is asked for when the one before it is written, so it may tell of what that held. Compression is done by
 * fflate in JavaScript, because that of the platform gives other bytes on other processors and versions.
 *
 * @throws RangeError when the archive or a file in it outgrows 4 GiB.
 */
export function* zip(
  entries: Iterable<ZipEntry>,
  limit: number = LIMIT,
): Generator<Uint8Array, void, undefined> {
  let ready: Uint8Array[] = []
  let written = 0
  const archive = new Zip((error, bytes) => {
    if (error !== null) throw error
    written += bytes.length
    ready.push(bytes)
  })
  function* taken() {
    assertWithin(written, limit)
    const bytes = ready
    ready = []
    yield* bytes
  }
  for (const { name, text } of entries) {
    const file = new ZipDeflate(name, { level: 6 })
    file.mtime = TIME
    archive.add(file)
    let size = 0
    for (const bytes of utf8(text)) {
      size += bytes.length
      assertWithin(size, limit)
      file.push(bytes)
      yield* taken()
    }
    file.push(new Uint8Array(0), true)
    yield* taken()
  }
  archive.end()
  yield* taken()
}

function assertWithin(bytes: number, limit: number): void {
  if (bytes > limit) {
    throw new RangeError(
      `An Excel file cannot hold so much (more than ${limit} bytes); write CSV or JSON Lines.`,
    )
  }
}

import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { parse } from 'csv-parse'
import { COLUMNS, parseLine, type RetailLine } from './line.ts'

/**
 * Streams the lines of a `.csv` or `.csv.gz` file in the file's order; memory stays bounded whatever its size.
 * Throws when the file cannot be read, its header is another, or a field is not what its column says.
 *
 * @example
 * for await (const line of readLines('data/online-retail-45sku-full-year.csv')) console.log(line.code)
 */
export async function* readLines(path: string): AsyncGenerator<RetailLine> {
  let row = 0
  for await (const fields of records(path)) {
    row += 1
    if (row === 1) checkHeader(fields, path)
    else yield parseLine(fields, row)
  }
  if (row === 0) throw new Error(`${path}: empty; expected the header ${COLUMNS.join(',')}`)
}

function records(path: string): AsyncIterable<string[]> {
  // relax_column_count: parseLine names the line and the columns better than the parser does.
  const parser = parse({ bom: true, relax_column_count: true })
  const file = createReadStream(path)
  // The parser is destroyed with the error of whatever failed before it, so the reader sees it: nothing to do here.
  const done = () => {}
  return path.endsWith('.gz') ? pipeline(file, createGunzip(), parser, done) : pipeline(file, parser, done)
}

function checkHeader(fields: readonly string[], path: string): void {
  if (fields.join() !== COLUMNS.join()) {
    throw new Error(`${path}: the header is ${fields.join()}, expected ${COLUMNS.join()}`)
  }
}

import { createReadStream, readFileSync } from 'node:fs'
import path from 'node:path'
import { type MappedEvent, mapEvents, parseMapping } from '@tidemark/mapping'

const folder = path.resolve(import.meta.dirname, '..')

/** The events of the purchase order lines: ordered, received, what was rejected, closed. */
export function purchases(): AsyncIterable<readonly MappedEvent[]> {
  return mapped('purchases.json', 'data/po-lines.csv')
}

/** The events of the physical counts: entries at fourteen locations, not posted. */
export function counts(): AsyncIterable<readonly MappedEvent[]> {
  return mapped('counts.json', 'data/inventory-count.csv')
}

function mapped(mapping: string, table: string): AsyncIterable<readonly MappedEvent[]> {
  const checked = parseMapping(JSON.parse(readFileSync(path.join(folder, mapping), 'utf8')))
  return mapEvents(createReadStream(path.join(folder, table)), checked)
}

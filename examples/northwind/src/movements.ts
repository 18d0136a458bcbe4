import { createReadStream, readFileSync } from 'node:fs'
import path from 'node:path'
import { type MappedEvent, mapEvents, parseMapping } from '@tidemark/mapping'

const folder = path.resolve(import.meta.dirname, '..')

/** Each table with the mapping that makes events of it. */
const sources = [
  ['products.json', 'data/products.csv'],
  ['purchases.json', 'data/purchase_order_details.csv'],
  ['transactions.json', 'data/inventory_transactions.csv'],
] as const

/** The movement file this example ships, made by {@link movements}. */
export const movementFile = path.join(folder, 'movements.jsonl')

/**
 * The events of the three tables, in the order in which the trader came to know of them: a history.
 *
 * Throws when a row cannot be read: there is none.
 */
export async function movements(): Promise<readonly object[]> {
  const events: object[] = []
  for (const [mapping, table] of sources) {
    for await (const piece of mapped(mapping, table)) events.push(...piece.map(inputOf))
  }
  // Sorting keeps the order of what became known at the same time.
  return events.sort((a, b) => (knownAt(a) < knownAt(b) ? -1 : knownAt(a) > knownAt(b) ? 1 : 0))
}

function mapped(mapping: string, table: string): AsyncIterable<readonly MappedEvent[]> {
  const open = (file: string) => createReadStream(path.join(folder, file))
  const checked = parseMapping(JSON.parse(readFileSync(path.join(folder, mapping), 'utf8')))
  return mapEvents(open(table), checked, { openTable: open, history: true })
}

function inputOf(event: MappedEvent): object {
  if ('error' in event) throw event.error
  return event.input
}

/** ISO instants in UTC sort as text. */
function knownAt(event: object): string {
  return new Date(String(Reflect.get(event, 'recordedAt'))).toISOString()
}

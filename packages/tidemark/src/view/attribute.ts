import { type Micros, toMicros } from '@tidemark/projection'
import type { ItemRecords } from './level.ts'

/** Attributes of an item that are numbers. */
type NumberAttribute = 'minimum' | 'maximum' | 'safetyStock'

/** A number among an item's attributes as it holds at a branch: what differs there, else the item's own; in micros. */
export function numberAt(records: ItemRecords, branch: string, attribute: NumberAttribute): Micros | null {
  const there = records.override.find(branch)?.attributes[attribute]
  return typeof there === 'string' ? toMicros(there) : (records.item.find('item')?.[attribute] ?? null)
}

/** Attributes of an item that are texts. */
type TextAttribute = 'name' | 'vendor'

/** A text among an item's attributes as it holds at a branch. */
export function textAt(records: ItemRecords, branch: string, attribute: TextAttribute): string | null {
  const there = records.override.find(branch)?.attributes[attribute]
  return typeof there === 'string' ? there : (records.item.find('item')?.[attribute] ?? null)
}

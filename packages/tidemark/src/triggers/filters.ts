import type { KnownEvent } from '@tidemark/domain'
import type { RecordedEvent } from '@tidemark/log'
import type { ItemState } from './conditions.ts'

/** Attributes of the item, as they are just after the event; those of the event's branch where they differ there. */
const itemAttributes = [
  'name',
  'unit',
  'group',
  'section',
  'vendor',
  'taxable',
  'discountCode',
  'priceMatrix',
  'merchandising',
] as const

/** Fields of the event itself. */
const eventFields = [
  'document',
  'actor',
  'reason',
  'channel',
  'customer',
  'supplier',
  'purchaseOrder',
  'reservation',
  'count',
  'lot',
  'code',
  'status',
] as const

/** Whether a trigger may filter by a name: an attribute of the item, a field of the event, or `tags.NAME`. */
export function isFilter(name: string): boolean {
  return includes(itemAttributes, name) || includes(eventFields, name) || name.startsWith('tags.')
}

/** Whether an event is of an item and a branch; one that names no item, or no branch, concerns all of them. */
export function concerns(
  event: KnownEvent,
  { item, branch }: { readonly item: string | undefined; readonly branch: string | undefined },
): boolean {
  const items = 'item' in event && event.item !== undefined ? [event.item] : []
  return isAmong(item, items) && isAmong(branch, branchesOf(event))
}

function isAmong(wanted: string | undefined, named: readonly string[]): boolean {
  return wanted === undefined || named.length === 0 || named.includes(wanted)
}

/** The branches an event names. */
export function branchesOf(event: KnownEvent): readonly string[] {
  if (event.type === 'StockTransferred') return [event.from, event.to]
  return 'branch' in event && event.branch !== undefined ? [event.branch] : []
}

/** Whether an event and its item have all the values asked for. */
export function hasValues(
  where: Readonly<Record<string, string>>,
  event: KnownEvent,
  { data }: Pick<RecordedEvent, 'data'>,
  after: ItemState,
): boolean {
  return Object.entries(where).every(([name, value]) =>
    valuesOf(name, event, data ?? {}, after).includes(value),
  )
}

function valuesOf(
  name: string,
  event: KnownEvent,
  data: Readonly<Record<string, unknown>>,
  after: ItemState,
): readonly unknown[] {
  if (name.startsWith('tags.')) return [fieldOf(data.tags, name.slice('tags.'.length))]
  if (!includes(itemAttributes, name)) return [data[name]]
  const [branch = ''] = branchesOf(event)
  const there = fieldOf(fieldOf(after?.override, branch), 'attributes')
  const value = fieldOf(there, name) ?? fieldOf(after?.item.item, name)
  return Array.isArray(value) ? value : [value]
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined
}

function includes(names: readonly string[], name: string): boolean {
  return names.includes(name)
}

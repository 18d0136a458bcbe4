import type { KnownEvent } from '@tidemark/domain'
import type { RecordedEvent } from '@tidemark/log'
import { type ItemAttribute, itemAttributes, type Stand } from './stand.ts'

/** Values asked for, by name. */
type Where = Readonly<Record<string, string>>

/** Fields of the event itself a trigger may ask for. */
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
]

/** The host's own labels on an event: `tags.register`. */
const TAG = 'tags.'

/** Whether a trigger may filter by a name: an attribute of the item, a field of the event, or `tags.NAME`. */
export function isFilter(name: string): boolean {
  return isItemAttribute(name) || eventFields.includes(name) || name.startsWith(TAG)
}

function isItemAttribute(name: string): name is ItemAttribute {
  return itemAttributes.some((attribute) => attribute === name)
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

/** Whether an event itself has all the values asked for. */
export function hasFields(where: Where, { data }: Pick<RecordedEvent, 'data'>): boolean {
  return Object.entries(where)
    .filter(([name]) => !isItemAttribute(name))
    .every(([name, value]) => {
      const found = name.startsWith(TAG)
        ? fieldOf(data?.tags, name.slice(TAG.length))
        : fieldOf(data ?? {}, name)
      return found === value
    })
}

/** Whether the item of an event has all the values asked for just after it; one of no item has none. */
export function hasAttributes(where: Where, event: KnownEvent, after: (() => Stand) | undefined): boolean {
  const [branch] = branchesOf(event)
  return Object.entries(where).every(
    ([name, value]) => !isItemAttribute(name) || after?.().attribute(name, branch).includes(value) === true,
  )
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined
}

import { once } from '../../made-once.ts'
import { type EventType, eventSchemas } from '../event.ts'
import { common, notNegative, notZero, positive, signed, text } from '../fields.ts'
import { partOf, type Scan } from './scan.ts'

/**
 * The types that are read this way. Without lots and the like, which are not, the rules of their schemas ask only which fields
 * there are, and of a transfer that it goes elsewhere.
 */
export const textTypes = [
  'StockReceived',
  'StockReturnedToSupplier',
  'StockSold',
  'StockReturnedByCustomer',
  'StockTransferred',
  'StockAdjusted',
  'StockReserved',
  'ReservationReleased',
  'ChannelStockAllocated',
  'CostRevalued',
  'MarketCostSet',
] as const satisfies readonly EventType[]

/** How a kind of field is read: as text, as names and texts, or as a number of these signs. */
export type TextKind = 'text' | 'tags' | readonly number[]

const kinds = once(
  () =>
    new Map<unknown, TextKind>([
      [text(), 'text'],
      [common().tags.unwrap(), 'tags'],
      [signed(), [-1, 0, 1]],
      [positive(), [1]],
      [notNegative(), [0, 1]],
      [notZero(), [-1, 1]],
    ]),
)

/** The fields of a type that can be read this way, in canonical order; a line with another is left to the schema. */
export function textFields(type: EventType): [name: string, kind: TextKind][] {
  return Object.entries(eventSchemas[type].shape).flatMap(([name, schema]): [string, TextKind][] => {
    const kind = kinds().get('unwrap' in schema ? schema.unwrap() : schema)
    return kind === undefined || name === 'id' ? [] : [[name, kind]]
  })
}

const head = ['id', 'type', 'occurredAt', 'item', 'from', 'to']

/** The names of all of these fields; a scan tells fields by their place here. */
export const fieldNames = once((): readonly string[] => [
  ...new Set([...head, ...textTypes.flatMap((type) => textFields(type).map(([name]) => name))]),
])

/** Places in {@link fieldNames}. */
export const [ID, TYPE, OCCURRED_AT, ITEM, FROM, TO] = [0, 1, 2, 3, 4, 5] as const

/** Whether a transfer ends where it begins. */
export function goesNowhere(text: string, found: Scan): boolean {
  const ends = (1 << FROM) | (1 << TO)
  return (found.present & ends) === ends && partOf(text, found, FROM) === partOf(text, found, TO)
}

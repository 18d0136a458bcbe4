import type { EventType, InventoryEventInput } from '@tidemark/domain'
import fc, { type Arbitrary } from 'fast-check'
import type { Deed, History } from './deed.ts'
import { elsewhere } from './elsewhere.ts'
import { deedKinds } from './history.ts'
import { hours, START } from './instants.ts'
import { rarely } from './names.ts'

/** An event of one type, as a host hands it in. */
export type EventInputOf<Type extends EventType> = Extract<InventoryEventInput, { type: Type }>

/**
 * Valid events of one type, any of them, with now and then the fields that every event may have.
 *
 * What names another event names the receipt `R`, the sale `S` or, to void a void, `V` of its item: items are `I1` to `I3`.
 * @example
 * fc.property(arbitraryEvent('StockSold'), (sale) => parseEvent(sale).type === 'StockSold')
 */
export function arbitraryEvent<Type extends EventType>(type: Type): Arbitrary<EventInputOf<Type>> {
  const deeds = deedsOf(type)
  return fc.record({ deed: deeds, hour: fc.nat(500), extra: rarely(extras) }).map(({ deed, hour, extra }) => {
    const occurredAt = new Date(START + hours(hour)).toISOString()
    // A deed of that type with an id and a time is an event of that type.
    return { id: '1', occurredAt, ...deed, ...extra } as unknown as EventInputOf<Type>
  })
}

function deedsOf(type: EventType): Arbitrary<Deed> {
  const kind = deedKinds().find((kind) => kind.type === type)
  if (kind !== undefined) {
    return kind.deeds.map((deed) => deed(past)).filter((deed) => deed !== null)
  }
  const other = elsewhere.find((kind) => kind.type === type)
  if (other === undefined) throw new RangeError(`${type}: there is no event of this type`)
  return other.deeds
}

/** What events that name others find. */
const past: History = ['I1', 'I2', 'I3'].flatMap((item) => {
  const at = { occurredAt: new Date(START).toISOString(), item }
  const moved = { ...at, branch: 'A', quantity: '5' }
  const events: InventoryEventInput[] = [
    { ...moved, id: 'R', type: 'StockReceived', unitCost: '2' },
    { ...moved, id: 'S', type: 'StockSold', netAmount: '20' },
    { ...at, id: 'V', type: 'MovementVoided', movement: 'none', reason: 'mistake' },
  ]
  return events.map((event) => ({ event, recordedAt: at.occurredAt }))
})

/** Fields that every event may have, in words of the host. */
const extras = fc.record(
  {
    document: fc.constantFrom('D1', 'D 2'),
    line: fc.constantFrom('1', '2'),
    actor: fc.constant('ann'),
    note: fc.constantFrom('as agreed', 'ça va', '\u{1d54f}'),
    tags: fc.constantFrom({}, { till: '7' }, { 'no key': 'x' }),
    entered: fc.constantFrom({ quantity: '2', unit: 'case' }),
    late: fc.constant('accept' as const),
  },
  { requiredKeys: [], noNullPrototype: true },
)

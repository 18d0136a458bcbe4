import { formatMicros, type Micros } from '@tidemark/projection'
import { numberAt } from './attribute.ts'
import { levelsOf, type StockFilter } from './each-item.ts'
import type { ItemRecords, Level } from './level.ts'
import type { StockView } from './view.ts'

/** What is set aside for a channel. */
export interface ChannelAvailability {
  readonly channel: string
  readonly allocated: string
  readonly reserved: string
  /** Allocated less reserved; below zero when more was reserved than is set aside. */
  readonly available: string
}

/** What can be promised of an item at a branch. */
export interface Availability {
  readonly item: string
  readonly branch: string
  readonly onHand: string
  readonly reserved: string
  readonly held: string
  readonly safetyStock: string
  /** On hand less reserved, held and safety stock. */
  readonly available: string
  /** What no channel can promise: available less what is available to the channels. Below zero when too much is set aside. */
  readonly unallocated: string
  /** By code point. */
  readonly channels: readonly ChannelAvailability[]
}

/** What can be promised, by item, then branch. */
export function* availabilityRows(
  stock: StockView,
  filter: StockFilter,
): Generator<Availability, void, undefined> {
  for (const { level, records } of levelsOf(stock, filter)) yield toAvailability(level, records)
}

function toAvailability(level: Level, records: ItemRecords): Availability {
  const channels: ChannelAvailability[] = []
  let unallocated = level.available
  records.channel.each((_key, { branch, channel, allocated, reserved }) => {
    if (branch !== level.branch || channel === null) return
    if (allocated === 0n && reserved === 0n) return
    const available = allocated - reserved
    // What a channel has reserved beyond its own comes out of what is set aside for none.
    if (available > 0n) unallocated -= available
    channels.push({ channel, ...asText({ allocated, reserved, available }) })
  })
  const { item, branch, onHand, reserved, held, available } = level
  const safetyStock = numberAt(records, branch, 'safetyStock') ?? 0n
  return {
    item,
    branch,
    ...asText({ onHand, reserved, held, safetyStock, available, unallocated }),
    channels,
  }
}

function asText<const Name extends string>(values: Readonly<Record<Name, Micros>>): Record<Name, string> {
  const entries = Object.entries<Micros>(values).map(([name, value]) => [name, formatMicros(value)])
  // The names that were just gone through.
  return Object.fromEntries(entries) as Record<Name, string>
}

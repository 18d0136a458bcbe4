import type { EventType, InventoryEventInput } from '@tidemark/domain'
import type { Arbitrary } from 'fast-check'

/** One line of a history: an event as a host hands it in, and when the log came to know of it (ISO 8601, UTC). */
export interface HistoryEntry {
  readonly event: InventoryEventInput
  readonly recordedAt: string
}

/** Events with the times they were recorded at, in the order of recording. Plain JSON, numbers as decimal strings. */
export type History = readonly HistoryEntry[]

type WithoutPlace<Event> = Event extends unknown ? Omit<Event, 'id' | 'occurredAt'> : never

/** What happens, before it is known when it happens and under which id. */
export type Deed = WithoutPlace<InventoryEventInput>

/** Makes a deed of what was recorded before it; `null` where there is nothing it could concern. */
export type MakeDeed = (past: History) => Deed | null

/** One kind of deed and how often it comes, against the others. */
export interface DeedKind {
  readonly type: EventType
  readonly weight: number
  readonly deeds: Arbitrary<MakeDeed>
}

/** Where a history plays: the names it uses, and what it leaves out. */
export interface Scene {
  readonly items: readonly string[]
  readonly branches: readonly string[]
  readonly lots: boolean
  /** Whether numbers come up whose products leave 64 bits. */
  readonly huge: boolean
}

/** A deed that looks at nothing recorded before it. */
export function always(deed: Deed): MakeDeed {
  return () => deed
}

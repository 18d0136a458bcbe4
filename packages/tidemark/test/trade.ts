import { type EventLog, memoryLog } from '@tidemark/log'
import {
  type Inventory,
  type InventoryEventInput,
  type InventoryOptions,
  openInventory,
} from '../src/index.ts'

/** A clock that stands where a test puts it. */
export interface TestClock {
  now: number
}

/** An inventory over a log in memory, with a clock of its own. */
export function openTrade(options: Partial<InventoryOptions> = {}): {
  inventory: Inventory
  log: EventLog
  clock: TestClock
} {
  const clock: TestClock = { now: Date.parse('2027-12-31T00:00:00Z') }
  const log = options.log ?? memoryLog({ clock: () => clock.now })
  return { inventory: openInventory({ log, clock: () => clock.now, ...options }), log, clock }
}

type Fields = { readonly [field: string]: unknown }

/** An event of one item at one branch, unless said otherwise; `undefined` leaves a field out. */
export function event(
  type: string,
  id: string,
  occurredAt: string,
  fields: Fields = {},
): InventoryEventInput {
  const all = { id, type, occurredAt, item: 'tea', branch: 'north', ...fields }
  const given = Object.entries(all).filter(([, value]) => value !== undefined)
  // What is wrong with it, on purpose or not, is for the library to say.
  return Object.fromEntries(given) as unknown as InventoryEventInput
}

export const received = (
  id: string,
  occurredAt: string,
  quantity: string,
  unitCost: string,
  fields: Fields = {},
) => event('StockReceived', id, occurredAt, { quantity, unitCost, ...fields })

export const sold = (
  id: string,
  occurredAt: string,
  quantity: string,
  netAmount: string,
  fields: Fields = {},
) => event('StockSold', id, occurredAt, { quantity, netAmount, ...fields })

/** The bytes of a movement file. */
export async function* fileOf(...lines: readonly (string | object)[]): AsyncGenerator<Uint8Array> {
  for (const line of lines) yield Buffer.from((typeof line === 'string' ? line : JSON.stringify(line)) + '\n')
}

/** All that comes, in order. */
export async function collected<T>(values: AsyncIterable<T>): Promise<readonly T[]> {
  const list: T[] = []
  for await (const value of values) list.push(value)
  return list
}

/** On hand and value of the one item at the one branch, for short assertions. */
export async function stockAt(inventory: Inventory, asOf: string, branch = 'north'): Promise<string> {
  const row = (await inventory.asOf(asOf)).item('tea')?.at(branch)
  return row === undefined ? 'nothing' : `${row.onHand} worth ${row.value}`
}

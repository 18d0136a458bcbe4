import { type ConsoleOptions, openConsole } from '@tidemark/console'
import { memoryLog } from '@tidemark/log'
import {
  type Inventory,
  type InventoryEventInput,
  openInventory,
  type Permission,
  permissions,
} from 'tidemark'
import { z } from 'zod'

/** The clock of every console under test. */
export const NOW = Date.parse('2027-04-01T00:00:00Z')

const ORIGIN = 'http://127.0.0.1:4173'

type Fields = Readonly<Record<string, unknown>>

/** A movement of tea at north unless told otherwise. */
export function movement(type: string, id: string, occurredAt: string, fields: Fields): InventoryEventInput {
  // What it is made of is checked when it is recorded.
  return { id, type, occurredAt, item: 'tea', branch: 'north', ...fields } as InventoryEventInput
}

/** Two items at two branches in March 2027, one of them below zero. */
export const march = [
  movement('StockReceived', 'R1', '2027-03-01T09:00:00Z', { quantity: '10', unitCost: '4.5' }),
  movement('StockReceived', 'R3', '2027-03-05T09:00:00Z', {
    item: 'coffee',
    branch: 'south',
    quantity: '2.5',
    unitCost: '8',
  }),
  movement('StockSold', 'S1', '2027-03-10T10:30:00Z', { quantity: '4', netAmount: '30' }),
  movement('StockReceived', 'R2', '2027-03-20T09:00:00Z', { quantity: '6', unitCost: '5' }),
  movement('StockSold', 'S2', '2027-03-25T09:00:00Z', { branch: 'south', quantity: '1', netAmount: '9' }),
]

/** An inventory that holds them. */
export async function inMarch(clock: () => number = () => NOW): Promise<Inventory> {
  const inventory = openInventory({ log: memoryLog({ clock }), clock })
  await inventory.record(march)
  return inventory
}

/** What came back. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  /** The JSON of it, to be looked into. */
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came back
  readonly json: any
}

/** Asks a console of someone with these permissions, through `Request` and `Response`. */
export function askingAs(
  inventory: Inventory,
  granted: readonly Permission[] = permissions,
  more: Pick<ConsoleOptions, 'sample'> = {},
) {
  const console = openConsole({
    inventory,
    who: () => ({ id: 'kim', permissions: granted }),
    hosts: ['127.0.0.1:4173'],
    clock: () => NOW,
    ...more,
  })
  return async (path: string, init: RequestInit & { readonly json?: unknown } = {}): Promise<Answer> => {
    const { json, ...rest } = init
    const body =
      json === undefined
        ? {}
        : { body: JSON.stringify(json), headers: { 'Content-Type': 'application/json' } }
    const response = await console.fetch(new Request(ORIGIN + path, { ...body, ...rest }))
    const text = await response.text()
    const isJson = response.headers.get('Content-Type') === 'application/json'
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: isJson ? JSON.parse(text) : null,
    }
  }
}

/** Whether an answer is what the API says it answers with, to the last field. */
export function problemsOf(schema: object, answer: unknown): readonly string[] {
  // A description read back is a schema again.
  const result = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]).safeParse(answer)
  return result.success ? [] : result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
}

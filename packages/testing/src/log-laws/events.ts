import type { NewEvent } from '@tidemark/log'
import { START } from '../generators/instants.ts'
import { id } from '../log-conformance/given.ts'

/** The event number `n` of an item, a valid movement: what breaks a log can be imported elsewhere. */
export function movement(n: number, item: string): NewEvent {
  return {
    id: id(n),
    type: 'StockReceived',
    data: {
      occurredAt: new Date(START + n * 60_000).toISOString(),
      item,
      branch: 'A',
      quantity: String(n),
      unitCost: '1',
    },
  }
}

/** It as a line of a movement file. */
export function lineOf({ id, type, data }: NewEvent): string {
  return JSON.stringify({ id, type, ...data })
}

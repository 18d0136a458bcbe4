import { formatInstant, formatMicros, type InventoryView } from 'tidemark'
import type { z } from 'zod'
import type { movement } from './answers/comparison.ts'

/** A movement as the API shows it. */
export type MovementAnswer = z.infer<typeof movement>

/** What one fact moved at one branch: quantity and value in micros, instants in milliseconds. */
export interface Movement {
  readonly id: string
  readonly type: string
  readonly item: string
  readonly branch: string
  readonly occurredAt: number
  readonly recordedAt: number
  quantity: bigint
  value: bigint
}

/** Which movements are wanted. */
export interface MovementQuestion {
  readonly item?: string | undefined
  readonly branch?: string | undefined
  readonly type?: string | undefined
  /** After this instant, in milliseconds. */
  readonly after?: number | undefined
}

/** The movements of a view, the latest first; those of one instant by item, in the order of folding. */
export function movementsOf(view: InventoryView, { item, branch, type, after }: MovementQuestion) {
  const found: Movement[] = []
  const range = {
    ...(after === undefined ? {} : { after }),
    ...(item === undefined ? {} : { units: [item] }),
  }
  view.stock.effects(range, (of, fact, effect) => {
    if (effect.effect !== 'moved') return
    if (branch !== undefined && effect.branch !== branch) return
    const typeOfFact = fact.type === 'LateChargeArrived' ? 'ReceiptCostAdjusted' : fact.type
    if (type !== undefined && typeOfFact !== type) return
    const last = found.at(-1)
    // What a movement makes good of negative stock, or averages anew, is part of what it did.
    if (last?.id === fact.id && last.item === of && last.branch === effect.branch) {
      last.quantity += effect.quantity
      last.value += effect.value
      return
    }
    const { id, occurredAt, recordedAt } = fact
    const { quantity, value } = effect
    found.push({
      id,
      type: typeOfFact,
      item: of,
      branch: effect.branch,
      occurredAt,
      recordedAt,
      quantity,
      value,
    })
  })
  return found.sort((a, b) => b.occurredAt - a.occurredAt)
}

/** A movement as the API shows it. */
export function toMovementAnswer({
  quantity,
  value,
  occurredAt,
  recordedAt,
  ...rest
}: Movement): MovementAnswer {
  return {
    ...rest,
    occurredAt: formatInstant(occurredAt),
    recordedAt: formatInstant(recordedAt),
    quantity: formatMicros(quantity),
    value: formatMicros(value),
  }
}

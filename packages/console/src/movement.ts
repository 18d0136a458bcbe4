import { setImmediate as turn } from 'node:timers/promises'
import { formatInstant, formatMicros, type InventoryView } from 'tidemark'
import type { z } from 'zod'
import type { listedMovement } from './answers/movements.ts'
import { nameOf } from './level-rows.ts'

/** A movement as the API shows it. */
export type MovementAnswer = z.infer<typeof listedMovement>

/** What one fact moved at one branch: quantity and value in micros, instants in milliseconds. */
export interface ListedMovement {
  readonly id: string
  readonly type: string
  readonly item: string
  readonly branch: string
  readonly occurredAt: number
  readonly recordedAt: number
  readonly position: number
  quantity: bigint
  value: bigint
  /** Recorded after something of the item that occurred later: it changed what had been said of the past. */
  isLate: boolean
}

/** Which movements are wanted. */
export interface MovementQuestion {
  /** In the id of the movement, or in the id or the name of its item. */
  readonly text?: string | undefined
  readonly branch?: string | undefined
  readonly type?: string | undefined
  readonly late?: boolean | undefined
  /** After this instant, in milliseconds. */
  readonly after?: number | undefined
}

/**
 * All movements of a view, the latest first; those of one instant by item, in the order of folding. Gone through in turns
 * with what others ask for, item by item.
 */
export async function allMovementsOf(
  view: InventoryView,
  signal: AbortSignal,
): Promise<readonly ListedMovement[]> {
  const found: ListedMovement[] = []
  let begun = performance.now()
  for (const item of view.stock.units()) {
    for (const movement of movementsOfItem(view, item)) found.push(movement)
    if (performance.now() - begun < PATIENCE) continue
    await turn()
    signal.throwIfAborted()
    begun = performance.now()
  }
  return latestFirst(found)
}

/** How long others are kept waiting at most, in milliseconds. */
const PATIENCE = 20

/** The movements of one item, in the order of folding. */
export function movementsOfItem(view: InventoryView, item: string): readonly ListedMovement[] {
  const found: ListedMovement[] = []
  view.stock.effects({ units: [item] }, (_item, fact, effect) => {
    if (effect.effect !== 'moved') return
    const last = found.at(-1)
    // What a movement makes good of negative stock, or averages anew, is part of what it did.
    if (last?.id === fact.id && last.branch === effect.branch) {
      last.quantity += effect.quantity
      last.value += effect.value
      return
    }
    const { id, occurredAt, recordedAt, position } = fact
    const type = fact.type === 'LateChargeArrived' ? 'ReceiptCostAdjusted' : fact.type
    const { branch, quantity, value } = effect
    const when = { occurredAt, recordedAt, position }
    found.push({ id, type, item, branch, ...when, quantity, value, isLate: false })
  })
  markLate(found)
  return found
}

export function latestFirst(movements: ListedMovement[]): readonly ListedMovement[] {
  return movements.sort((a, b) => b.occurredAt - a.occurredAt)
}

/** Marks what was recorded after something that occurred later; they come in the order they occurred. */
function markLate(movements: readonly ListedMovement[]): void {
  let firstKnown = Number.POSITIVE_INFINITY
  for (const movement of movements.toReversed()) {
    movement.isLate = movement.position > firstKnown
    firstKnown = Math.min(firstKnown, movement.position)
  }
}

/** Those of some movements that are wanted, in the same order. */
export function movementsWanted(
  view: InventoryView,
  movements: readonly ListedMovement[],
  { text, branch, type, late, after = Number.NEGATIVE_INFINITY }: MovementQuestion,
): readonly ListedMovement[] {
  const sought = text?.trim().toLowerCase() ?? ''
  const has = (words: string) => words.toLowerCase().includes(sought)
  const items = new Map<string, boolean>()
  const hasItem = (item: string) => {
    const known = items.get(item) ?? (has(item) || has(nameOf(view, item)))
    items.set(item, known)
    return known
  }
  return movements.filter(
    (movement) =>
      movement.occurredAt > after &&
      (branch === undefined || movement.branch === branch) &&
      (type === undefined || movement.type === type) &&
      (late !== true || movement.isLate) &&
      (sought === '' || hasItem(movement.item) || has(movement.id)),
  )
}

/** A movement as the API shows it. */
export function toMovementAnswer(view: InventoryView, movement: ListedMovement): MovementAnswer {
  const { quantity, value, occurredAt, recordedAt, position: _, isLate, ...rest } = movement
  return {
    ...rest,
    name: nameOf(view, movement.item),
    occurredAt: formatInstant(occurredAt),
    recordedAt: formatInstant(recordedAt),
    quantity: formatMicros(quantity),
    value: formatMicros(value),
    late: isLate,
  }
}

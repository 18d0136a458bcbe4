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
  readonly item?: string | undefined
  readonly branch?: string | undefined
  readonly type?: string | undefined
  readonly late?: boolean | undefined
  /** After this instant, in milliseconds. */
  readonly after?: number | undefined
}

/** The movements of a view, the latest first; those of one instant by item, in the order of folding. */
export function movementsOf(view: InventoryView, question: MovementQuestion): readonly ListedMovement[] {
  const { item, after } = question
  const isWanted = wantedBy(view, question)
  const found: ListedMovement[] = []
  let ofItem: ListedMovement[] = []
  const next = () => {
    markLate(ofItem)
    for (const movement of ofItem) if (isWanted(movement)) found.push(movement)
    ofItem = []
  }
  const range = {
    ...(after === undefined ? {} : { after }),
    ...(item === undefined ? {} : { units: [item] }),
  }
  view.stock.effects(range, (of, fact, effect) => {
    if (effect.effect !== 'moved') return
    const last = ofItem.at(-1)
    if (last !== undefined && last.item !== of) next()
    // What a movement makes good of negative stock, or averages anew, is part of what it did.
    if (last?.id === fact.id && last.item === of && last.branch === effect.branch) {
      last.quantity += effect.quantity
      last.value += effect.value
      return
    }
    const { id, occurredAt, recordedAt, position } = fact
    const type = fact.type === 'LateChargeArrived' ? 'ReceiptCostAdjusted' : fact.type
    const { branch, quantity, value } = effect
    const when = { occurredAt, recordedAt, position }
    ofItem.push({ id, type, item: of, branch, ...when, quantity, value, isLate: false })
  })
  next()
  return found.sort((a, b) => b.occurredAt - a.occurredAt)
}

/** Marks what was recorded after something that occurred later; they come in the order they occurred. */
function markLate(movements: readonly ListedMovement[]): void {
  let firstKnown = Number.POSITIVE_INFINITY
  for (const movement of movements.toReversed()) {
    movement.isLate = movement.position > firstKnown
    firstKnown = Math.min(firstKnown, movement.position)
  }
}

function wantedBy(view: InventoryView, question: MovementQuestion): (movement: ListedMovement) => boolean {
  const { branch, type, late } = question
  const sought = question.text?.trim().toLowerCase() ?? ''
  const has = (text: string) => text.toLowerCase().includes(sought)
  return (movement) =>
    (branch === undefined || movement.branch === branch) &&
    (type === undefined || movement.type === type) &&
    (late !== true || movement.isLate) &&
    (sought === '' || has(movement.id) || has(movement.item) || has(nameOf(view, movement.item)))
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

import { formatInstant, type movementKinds } from '@tidemark/domain'
import { compareCodePoints, formatMicros, type Micros, readMicros } from '@tidemark/projection'
import { TidemarkError } from '../errors.ts'
import type { Reader } from '../reading/reader.ts'
import type { InventoryView } from '../view/inventory-view.ts'
import type { StockView } from '../view/view.ts'
import { type BridgeKind, bridgeKinds, type StockPart } from './bridge.ts'
import { lateSteps } from './late-entries.ts'
import { openingsOf } from './openings.ts'

/** What one movement, or one entry that became known late, has in a line of a bridge, at one branch. */
export interface BridgeMovement {
  readonly id: string
  readonly type: string
  readonly item: string
  readonly branch: string
  readonly occurredAt: string
  readonly recordedAt: string
  readonly quantity: string
  readonly value: string
}

/**
 * What is behind a line of the bridge between two views, by item, in the order of folding; together exactly the line.
 *
 * Late entries are listed with what each of them changed about the opening, one after the other.
 * @throws TidemarkError `INVALID_ARGUMENT` for a line there is none of.
 */
export function movementsBehind(
  kind: BridgeKind,
  first: InventoryView,
  second: InventoryView,
  reader: Reader,
  part: StockPart = {},
): readonly BridgeMovement[] {
  if (!bridgeKinds.includes(kind)) {
    throw new TidemarkError('INVALID_ARGUMENT', `line ${JSON.stringify(kind)} (${bridgeKinds.join(', ')})`)
  }
  if (kind === 'opening') return moved(first.stock, Number.NEGATIVE_INFINITY, null, part)
  if (kind === 'closing') return moved(second.stock, Number.NEGATIVE_INFINITY, null, part)
  if (kind !== 'late-quantity' && kind !== 'late-cost')
    return moved(second.stock, first.stock.asOf, kind, part)
  return itemsOpenedOtherwise(first, second, reader, part).flatMap((item) =>
    late(kind, item, first, second, reader, part),
  )
}

/** The movements of a view after an instant, of one kind or all. */
function moved(
  view: StockView,
  after: number,
  kind: (typeof movementKinds)[number] | null,
  { item: only, branch }: StockPart,
): readonly BridgeMovement[] {
  const movements: BridgeMovement[] = []
  view.effects({ after, ...(only === undefined ? {} : { units: [only] }) }, (item, fact, effect) => {
    if (effect.effect !== 'moved' || (kind !== null && effect.kind !== kind)) return
    if (branch !== undefined && effect.branch !== branch) return
    const type = fact.type === 'LateChargeArrived' ? 'ReceiptCostAdjusted' : fact.type
    const { quantity, value } = effect
    movements.push(movement({ ...fact, type }, item, effect.branch, quantity, value))
  })
  return movements
}

function movement(
  { id, type, occurredAt, recordedAt }: Entry,
  item: string,
  branch: string,
  quantity: Micros,
  value: Micros,
): BridgeMovement {
  return {
    id,
    type,
    item,
    branch,
    occurredAt: formatInstant(occurredAt),
    recordedAt: formatInstant(recordedAt),
    quantity: formatMicros(quantity),
    value: formatMicros(value),
  }
}

interface Entry {
  readonly id: string
  readonly type: string
  readonly occurredAt: number
  readonly recordedAt: number
}

function late(
  kind: 'late-quantity' | 'late-cost',
  item: string,
  first: InventoryView,
  second: InventoryView,
  reader: Reader,
  { branch: only }: StockPart,
): readonly BridgeMovement[] {
  const movements: BridgeMovement[] = []
  const { asOf } = first.stock
  const from = { knownThrough: first.position, supposed: first.supposed }
  const to = { knownThrough: second.position, supposed: second.supposed }
  for (const { source, line, before, after } of lateSteps(item, asOf, from, to, reader)) {
    if (line !== kind) continue
    for (const branch of [...new Set([...before.keys(), ...after.keys()])].sort(compareCodePoints)) {
      if (only !== undefined && branch !== only) continue
      const [was, is] = [before.get(branch), after.get(branch)]
      const quantity = readMicros(is?.onHand ?? '0') - readMicros(was?.onHand ?? '0')
      const value = readMicros(is?.value ?? '0') - readMicros(was?.value ?? '0')
      if (quantity === 0n && value === 0n) continue
      movements.push(movement(source, item, branch, quantity, value))
    }
  }
  return movements
}

/** The items of which the opening is other than it was, on the way or in the end. */
function itemsOpenedOtherwise(
  first: InventoryView,
  second: InventoryView,
  reader: Reader,
  { item: only }: StockPart,
): readonly string[] {
  if (only !== undefined) return [only]
  const { withLateQuantities, now } = openingsOf(first, second, reader)
  const items = new Set([...first.stock.units(), ...withLateQuantities.units(), ...now.units()])
  return [...items]
    .filter((item) => {
      const was = stockOf(first.stock, item)
      return was !== stockOf(withLateQuantities, item) || was !== stockOf(now, item)
    })
    .sort(compareCodePoints)
}

function stockOf(view: StockView, item: string): string {
  const parts: string[] = []
  view.records(item)?.branch.each((branch, { onHand, value }) => {
    if (onHand !== 0n || value !== 0n) parts.push(`${branch}\n${onHand}\n${value}`)
  })
  return parts.join('\n')
}

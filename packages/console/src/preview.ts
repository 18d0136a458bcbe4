import { formatInstant, type InventoryEventInput, type InventoryView, parseEvent } from 'tidemark'
import type { z } from 'zod'
import type { PreviewAnswer, preview } from './answers/movements.ts'
import { refusalOf } from './failure.ts'
import { nameOf } from './level-rows.ts'
import type { Asked } from './operation.ts'

type Row = z.infer<typeof preview>['rows'][number]
type Figures = NonNullable<Row['before']>

/**
 * What movements would change if they were recorded: nothing is.
 *
 * @throws DomainError for what is no movement.
 */
export async function previewOf(
  { inventory, now }: Pick<Asked, 'inventory' | 'now'>,
  inputs: readonly InventoryEventInput[],
): Promise<PreviewAnswer> {
  const events = inputs.map((input) => parseEvent(input))
  const asOf = Math.max(now(), ...events.map(({ occurredAt }) => occurredAt))
  const before = await inventory.asOf(asOf)
  const after = before.with(inputs)
  const items = [...new Set(events.flatMap((event) => ('item' in event ? (event.item ?? []) : [])))]
  const since = Math.min(...events.map((event) => effectiveAt(event, before)))
  const snapshots = (await inventory.snapshots.list()).filter((one) => one.discarded === null)
  const refused = await inventory.refusals(inputs)
  return {
    asOf: before.asOf,
    knownThrough: await inventory.lastEventKnownTo(before),
    rows: items.flatMap((item) => rowsOf(item, before, after)),
    refusals: refused.flatMap((refusal, index) =>
      refusal === null ? [] : [{ id: events[index]?.id ?? '', ...refusalOf(refusal) }],
    ),
    late: items.some((item) => isAfter(before, item, since)),
    since: formatInstant(since),
    drifting: snapshots
      .filter(({ asOf }) => asOf >= since)
      .map(({ id, name, asOf }) => ({ id, name, asOf: formatInstant(asOf) })),
  }
}

/** From when on an event changes what is said: its own time, or that of what it corrects, before and after. */
function effectiveAt(event: ReturnType<typeof parseEvent>, view: InventoryView): number {
  const named = 'movement' in event ? event.movement : 'receipt' in event ? event.receipt : undefined
  const corrects = event.type === 'ReceiptCostAdjusted' || event.type.startsWith('Movement')
  if (!corrects || named === undefined || !('item' in event) || event.item === undefined)
    return event.occurredAt
  const fact = view.stock.facts(event.item).find(({ id }) => id === named)
  const moved = event.type === 'MovementAmended' ? event.changes.occurredAt : undefined
  return Math.min(fact?.occurredAt ?? event.occurredAt, moved ?? Number.POSITIVE_INFINITY)
}

/** Whether something of an item occurred after an instant. */
function isAfter(view: InventoryView, item: string, instant: number): boolean {
  const last = view.stock.facts(item).at(-1)
  return last !== undefined && last.occurredAt > instant
}

/** The rows of an item that differ, or all of them when none does. */
function rowsOf(item: string, before: InventoryView, after: InventoryView): readonly Row[] {
  const [was, is] = [figuresOf(before, item), figuresOf(after, item)]
  const branches = [...new Set([...was.keys(), ...is.keys()])].sort()
  const rows = branches.map((branch) => ({
    item,
    branch,
    name: nameOf(after, item),
    before: was.get(branch) ?? null,
    after: is.get(branch) ?? null,
  }))
  const changed = rows.filter((row) => JSON.stringify(row.before) !== JSON.stringify(row.after))
  return changed.length > 0 ? changed : rows
}

function figuresOf(view: InventoryView, item: string): ReadonlyMap<string, Figures> {
  // Of this item alone: the whole view need not be built for it.
  const branches = view.item(item)?.branches ?? []
  return new Map(
    branches.map(
      ({ branch, onHand, value, averageCost, reserved, available, onOrder, lastCountQuantity }) => [
        branch,
        { onHand, value, averageCost, reserved, available, onOrder, lastCountQuantity },
      ],
    ),
  )
}

import { formatInstant, type InventoryEventInput, type InventoryView, parseEvent } from 'tidemark'
import type { z } from 'zod'
import type { PreviewAnswer, preview } from './answers/movements.ts'
import { type Change, changeOfCompany, changeOfItem } from './change.ts'
import { refusalOf } from './failure.ts'
import { nameOf } from './level-rows.ts'
import type { Asked } from './operation.ts'
import { wholeHistory } from './whole-history.ts'

type Row = z.infer<typeof preview>['rows'][number]
type Event = ReturnType<typeof parseEvent>
type Figures = NonNullable<Row['before']>

/**
 * What movements would change if they were recorded: nothing is.
 *
 * @throws DomainError for what is no movement.
 */
export async function previewOf(
  asked: Asked,
  inputs: readonly InventoryEventInput[],
): Promise<PreviewAnswer> {
  const { inventory, now } = asked
  const events = inputs.map((input) => parseEvent(input))
  const asOf = Math.max(now(), ...events.map(({ occurredAt }) => occurredAt))
  const before = await inventory.asOf(asOf)
  const after = before.with(inputs)
  const items = [...new Set(events.flatMap((event) => ('item' in event ? (event.item ?? []) : [])))]
  const changes = [
    ...items.map((item) => changeOfItem(item, events, before, after)),
    ...(await changesOfCompany(asked, events)),
  ]
  const driftsFrom = earliest(changes.filter(({ isOfLevels }) => isOfLevels))
  const snapshots = (await inventory.snapshots.list()).filter((one) => one.discarded === null)
  const refused = await inventory.refusals(inputs)
  return {
    asOf: before.asOf,
    knownThrough: await inventory.lastEventKnownTo(before),
    rows: items.flatMap((item) => rowsOf(item, before, after)),
    refusals: refused.flatMap((refusal, index) =>
      refusal === null ? [] : [{ id: events[index]?.id ?? '', ...refusalOf(refusal) }],
    ),
    late: changes.some(({ isLate }) => isLate),
    since: formatInstant(earliest(changes)),
    drifting: snapshots
      .filter(({ asOf }) => asOf >= driftsFrom)
      .map(({ id, name, asOf }) => ({ id, name, asOf: formatInstant(asOf) })),
  }
}

/** What those of the events would change that are of no item. */
async function changesOfCompany(asked: Asked, events: readonly Event[]): Promise<readonly Change[]> {
  const ofNone = events.filter((event) => !('item' in event) || event.item === undefined)
  if (ofNone.length === 0) return []
  const { last } = await wholeHistory(asked)
  return ofNone.map((event) => changeOfCompany(event, last))
}

function earliest(changes: readonly Change[]): number {
  return Math.min(...changes.map(({ since }) => since))
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

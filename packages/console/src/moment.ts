import type { InventoryView } from 'tidemark'
import type { MomentAnswer } from './answers/fields.ts'
import { name } from './answers/fields.ts'
import { ConsoleError } from './errors.ts'
import type { Asked } from './operation.ts'

/** Which inventory is asked for: of an instant and a point of knowledge, or that of a snapshot. */
export const momentQuery = {
  asOf: name
    .optional()
    .describe('As of this instant, inclusive: ISO 8601 with Z or an offset; now when left out.'),
  knownThrough: name
    .optional()
    .describe('As known then: an instant of recording, or stream@revision; as known now when left out.'),
  snapshot: name
    .optional()
    .describe('The instant and the knowledge of a snapshot, instead of the two above.'),
}

/** What of a query says which moment is meant. */
export interface MomentQuery {
  /** Text as it was sent, or milliseconds since the epoch. */
  readonly asOf?: string | number | undefined
  readonly knownThrough?: string | undefined
  readonly snapshot?: string | undefined
}

/** The inventory of a moment. */
export interface Opened {
  readonly view: InventoryView
  readonly moment: MomentAnswer
  /** The same for equal views, whoever asked for them. */
  readonly key: string
}

const STREAM_AT_REVISION = /^.+@\d{1,15}$/

/**
 * Opens the inventory a query asks for.
 *
 * @throws ConsoleError `INVALID_REQUEST`; TidemarkError as `inventory.asOf` and `snapshots.read`.
 */
export async function openMoment(asked: Asked, query: MomentQuery): Promise<Opened> {
  const { asOf, knownThrough, snapshot } = query
  const { inventory, now } = asked
  if (snapshot === undefined) {
    const view =
      asOf === undefined && knownThrough === undefined
        ? await viewOfNow(asked)
        : await inventory.asOf(asOf ?? now(), { knownThrough })
    const frozen = asOf !== undefined && knownThrough !== undefined && STREAM_AT_REVISION.test(knownThrough)
    return opened(asked, view, null, frozen)
  }
  if (asOf !== undefined || knownThrough !== undefined) {
    throw new ConsoleError('INVALID_REQUEST', 'a snapshot has its own instant and knowledge')
  }
  return opened(asked, await inventory.snapshots.read(snapshot), snapshot, true)
}

/** What is asked for in one breath, the rows and their totals say, is of the same now. */
const ONE_BREATH = 1000

/** The inventory as of now; that of a moment ago when nothing was recorded since, which need not be built again. */
async function viewOfNow({ inventory, kept, now }: Asked): Promise<InventoryView> {
  const at = now()
  const before = kept.now.view
  const age = before === null ? Infinity : at - before.stock.asOf
  if (before !== null && age >= 0 && age < ONE_BREATH) {
    const again = await inventory.asOf(before.stock.asOf)
    if (again.position === before.position) return again
  }
  const view = await inventory.asOf(at)
  kept.now.view = view
  return view
}

async function opened(
  { inventory, kept }: Asked,
  view: InventoryView,
  snapshot: string | null,
  frozen: boolean,
): Promise<Opened> {
  const key = `${view.asOf} ${view.position}`
  const knownThrough = await inventory.lastEventKnownTo(view)
  return {
    // What the one kept has built already need not be built again.
    view: kept.views.get(key, () => view),
    key,
    moment: { asOf: view.asOf, knownThrough, snapshot, frozen },
  }
}

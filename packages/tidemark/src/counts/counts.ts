import type { InventoryEventInput } from '@tidemark/domain'
import type { Recorded } from '../recording/recorded.ts'
import type { TimeInput } from '../time.ts'
import type { InventoryView } from '../view/inventory-view.ts'
import { type CountSheet, countSheet } from './sheet.ts'

/** What a count sheet is asked for. */
export interface SheetInput {
  readonly branch: string
  /** These items, in this order, also such as were never there; all that are kept at the branch when left out. */
  readonly items?: readonly string[] | undefined
  /** Entries up to this instant, inclusive; now when left out. */
  readonly asOf?: TimeInput | undefined
}

/** What a posting is recorded with. */
export interface PostInput {
  /** The host's own key of the count: posting the sheet again under it changes nothing. */
  readonly count: string
  readonly actor?: string | undefined
  readonly note?: string | undefined
}

/** Count sheets: what is expected, what was counted, what posting would change, and the posting itself. */
export interface Counts {
  /**
   * The count sheet of a branch: expected quantities, entries so far, and the variance in quantity and value that posting
   * them would give.
   *
   * @throws TidemarkError `INVALID_TIME`.
   * @example
   * const sheet = await inventory.counts.sheet({ branch: 'north' })
   * for (const { item, expected, counted, varianceValue } of sheet.lines) console.log(item, expected, counted, varianceValue)
   */
  sheet(input: SheetInput): Promise<CountSheet>
  /**
   * Posts what is counted on a sheet: one `CountPosted` for each item with an entry, at the instant of the sheet, all or
   * none. Entries made after that instant stay open.
   *
   * @throws what `record` throws.
   */
  post(sheet: CountSheet, input: PostInput): Promise<readonly Recorded[]>
}

/** What count sheets need of an inventory. */
interface Counted {
  asOf(time: TimeInput): Promise<InventoryView>
  now(): Promise<InventoryView>
  record(events: readonly InventoryEventInput[]): Promise<readonly Recorded[]>
}

/** The count sheets of an inventory. */
export function countsOf(inventory: Counted): Counts {
  return {
    async sheet({ branch, items, asOf }) {
      const view = await (asOf === undefined ? inventory.now() : inventory.asOf(asOf))
      return countSheet(view, branch, items)
    },
    post: (sheet, input) => inventory.record(postingOf(sheet, input)),
  }
}

/** A count of several branches has one posting of an item for each of them. */
function postingOf(
  { branch, asOf, lines }: CountSheet,
  { count, actor, note }: PostInput,
): readonly InventoryEventInput[] {
  const common = {
    ...(actor === undefined ? {} : { actor }),
    ...(note === undefined ? {} : { note }),
  }
  return lines
    .filter(({ counted }) => counted !== null)
    .map(({ item }) => ({
      id: `${count}/${branch}`,
      type: 'CountPosted',
      occurredAt: asOf,
      item,
      branch,
      count,
      ...common,
    }))
}

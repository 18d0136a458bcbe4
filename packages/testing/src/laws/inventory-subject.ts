import type { Arbitrary } from 'fast-check'
import type { Inventory, KnowledgePoint, Recorded } from 'tidemark'
import type { History, HistoryEntry } from '../generators/deed.ts'
import { arbitraryHistory } from '../generators/history.ts'

/** What laws ask of an inventory. */
export type Recording = Pick<Inventory, 'record' | 'import' | 'asOf' | 'head' | 'compare' | 'close'>

/** Opens an empty inventory; it and its log have this clock, in milliseconds since the epoch. */
export type OpenInventory = (clock: () => number) => Recording | Promise<Recording>

/** An inventory under test, and histories to record in it. */
export interface InventorySubject {
  readonly open: OpenInventory
  readonly histories?: Arbitrary<History> | undefined
}

/** The histories of a subject: those of its own, or Tidemark's. */
export function historiesOf({ histories }: InventorySubject): Arbitrary<History> {
  return histories ?? arbitraryHistory({ size: 20 })
}

/** An inventory that histories are recorded in, as time goes by. */
export interface Opened<Kind extends Recording = Recording> {
  readonly inventory: Kind
  /** Records entries in one go, when the last of them was recorded. */
  record(entries: History): Promise<readonly Recorded[]>
}

/** Opens an inventory for as long as the work takes. */
export async function withInventory<Kind extends Recording, Result>(
  open: (clock: () => number) => Kind | Promise<Kind>,
  work: (opened: Opened<Kind>) => Promise<Result>,
): Promise<Result> {
  let now = 0
  const inventory = await open(() => now)
  try {
    return await work({
      inventory,
      record: (entries) => {
        now = Math.max(now, ...entries.map(recordedAt))
        return inventory.record(entries.map(({ event }) => event))
      },
    })
  } finally {
    await inventory.close()
  }
}

function recordedAt(entry: HistoryEntry): number {
  return Date.parse(entry.recordedAt)
}

/** Records a history entry by entry. Returns where each stands. */
export async function recordOneByOne({ record }: Opened, history: History): Promise<readonly Recorded[]> {
  const recorded: Recorded[] = []
  for (const entry of history) recorded.push(...(await record([entry])))
  return recorded
}

/** The digest of an inventory as of each of these instants, as known at a point or now. */
export async function digestsAt(
  { inventory }: Opened,
  instants: readonly number[],
  knownThrough?: KnowledgePoint,
): Promise<{ readonly [instant: string]: string }> {
  const digests: { [instant: string]: string } = {}
  for (const instant of instants) {
    const view = await inventory.asOf(instant, { knownThrough })
    digests[view.asOf] = view.digest().digest
  }
  return digests
}

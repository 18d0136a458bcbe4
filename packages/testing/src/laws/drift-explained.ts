import fc from 'fast-check'
import { canonicalRow, type InventoryView } from 'tidemark'
import type { HistoryEntry } from '../generators/deed.ts'
import { knownEvents, movementLine } from '../generators/known.ts'
import { itemOf } from '../generators/past.ts'
import { picks, splitAt } from './cuts.ts'
import { historiesOf, recordOneByOne, withInventory } from './inventory-subject.ts'
import { defineLaw, type Law } from './law.ts'
import { NotTheSame } from './law-broken.ts'
import { pastInstantsOf, type SnapshotSubject } from './snapshot-subject.ts'

/** What drifts does so for a reason that was recorded. */
export function driftIsExplained(subject: SnapshotSubject): Law {
  return defineLaw({
    name: 'drift is explained by what was recorded later',
    statement:
      'Where the instant of a snapshot is known otherwise by now, a late entry, a correction or a change of policy was recorded since that concerns the item; the bridge between the two holds late entries alone.',
    cases: fc.record({ history: historiesOf(subject), first: picks, at: picks }),
    history: ({ history }) => knownEvents(history).map(movementLine),
    circumstances: ({ history, first }) => `a snapshot after event ${splitAt(history, first)[0].length}`,
    holds: async ({ history, first, at }) => {
      const [before, after] = splitAt(history, first)
      const instants = pastInstantsOf(before)
      const asOf = instants[at(instants.length)]
      if (asOf === undefined) return
      await withInventory(subject.open, async (opened) => {
        const { inventory } = opened
        await recordOneByOne(opened, before)
        await inventory.snapshots.create({ id: 'then', asOf })
        await recordOneByOne(opened, after)
        const then = await inventory.snapshots.read('then')
        const now = await inventory.asOf(asOf)
        for (const item of drifted(then, now)) {
          if (!after.some((entry) => mayExplain(entry, item, asOf))) {
            throw new NotTheSame(
              `${item} is known otherwise as of ${then.asOf}, and nothing recorded says why`,
            )
          }
        }
        const lines = inventory.compare(then, now).bridge.map(({ kind }) => kind)
        const foreign = lines.find((kind) => !/^(opening|closing|late-)/.test(kind))
        if (foreign !== undefined) throw new NotTheSame(`the bridge of one instant holds ${foreign}`)
      })
    },
  })
}

/** The items whose levels differ. */
function drifted(then: InventoryView, now: InventoryView): readonly string[] {
  const [before, after] = [rowsOf(then), rowsOf(now)]
  const items = [...new Set([...before.keys(), ...after.keys()])]
  return items.filter((item) => before.get(item) !== after.get(item))
}

function rowsOf(view: InventoryView): ReadonlyMap<string, string> {
  const rows = new Map<string, string>()
  for (const row of view.levels()) rows.set(row.item, (rows.get(row.item) ?? '') + canonicalRow(row))
  return rows
}

const corrections = ['MovementVoided', 'MovementAmended', 'ReceiptCostAdjusted']

function mayExplain({ event }: HistoryEntry, item: string, asOf: number): boolean {
  const concerned = itemOf(event)
  // A change of policy may say how charges of any item act.
  if (concerned === null) return true
  if (concerned !== item) return false
  return corrections.includes(event.type) || Date.parse(String(event.occurredAt)) <= asOf
}

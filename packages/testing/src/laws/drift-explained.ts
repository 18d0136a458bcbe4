import { formatMicros, readMicros } from '@tidemark/projection'
import fc from 'fast-check'
import { canonicalRow, type Inventory, type InventoryView } from 'tidemark'
import { knownEvents, movementLine } from '../generators/known.ts'
import { picks, splitAt } from './cuts.ts'
import { historiesOf, recordOneByOne, withInventory } from './inventory-subject.ts'
import { defineLaw, type Law } from './law.ts'
import { NotTheSame } from './law-broken.ts'
import { mustBeSame } from './same.ts'
import { pastInstantsOf, type SnapshotSubject } from './snapshot-subject.ts'

/** What drifts does so for a reason that was recorded. */
export function driftIsExplained(subject: SnapshotSubject): Law {
  return defineLaw({
    name: 'drift is explained by what was recorded later',
    statement:
      'The rows of a snapshot that are known otherwise by now are those its drift tells, each with entries recorded since that add up to the difference; the bridge between the two holds late entries alone.',
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
        const { rows } = await inventory.snapshots.drift('then')
        mustBeSame(rows.map(placeOf).sort(), drifted(then, now), 'the rows that drifted')
        const since = new Set(after.map(({ event }) => event.id))
        for (const row of rows) mustAddUp(row, since)
        const lines = inventory.compare(then, now).bridge.map(({ kind }) => kind)
        const foreign = lines.find((kind) => !/^(opening|closing|late-)/.test(kind))
        if (foreign !== undefined) throw new NotTheSame(`the bridge of one instant holds ${foreign}`)
      })
    },
  })
}

type DriftRow = Awaited<ReturnType<Inventory['snapshots']['drift']>>['rows'][number]

function mustAddUp({ item, branch, frozen, now, entries }: DriftRow, since: ReadonlySet<string>): void {
  const at = `the entries behind ${item} at ${branch}`
  if (entries.length === 0) throw new NotTheSame(`${at}: there are none`)
  const early = entries.find(({ id }) => !since.has(id))
  if (early !== undefined) throw new NotTheSame(`${at}: ${early.id} was known before`)
  const sum = (figures: readonly string[]) =>
    figures.reduce((total, figure) => total + readMicros(figure), 0n)
  const change = (figure: 'onHand' | 'value') =>
    formatMicros(readMicros(now?.[figure] ?? '0') - readMicros(frozen?.[figure] ?? '0'))
  const told = [entries.map(({ quantity }) => quantity), entries.map(({ value }) => value)]
  mustBeSame(told.map(sum).map(formatMicros), [change('onHand'), change('value')], at)
}

/** The rows that differ, by item and branch. */
function drifted(then: InventoryView, now: InventoryView): readonly string[] {
  const [before, after] = [rowsOf(then), rowsOf(now)]
  const places = [...after.keys(), ...[...before.keys()].filter((place) => !after.has(place))]
  return places.filter((place) => before.get(place) !== after.get(place)).sort()
}

function rowsOf(view: InventoryView): ReadonlyMap<string, string> {
  return new Map([...view.levels()].map((row) => [placeOf(row), canonicalRow(row)]))
}

function placeOf({ item, branch }: { readonly item: string; readonly branch: string }): string {
  return JSON.stringify([item, branch])
}

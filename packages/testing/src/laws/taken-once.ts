import fc from 'fast-check'
import { knownEvents, movementLine } from '../generators/known.ts'
import { picks, splitAt } from './cuts.ts'
import { historiesOf, recordOneByOne, withInventory } from './inventory-subject.ts'
import { defineLaw, type Law } from './law.ts'
import { mustBeSame } from './same.ts'
import { pastInstantsOf, type SnapshotSubject } from './snapshot-subject.ts'

/** Taking it again is not taking another one. */
export function snapshotsAreTakenOnce(subject: SnapshotSubject): Law {
  return defineLaw({
    name: 'a snapshot is taken once',
    statement:
      'However often a snapshot is asked for under one id, by several at the same time or again after more was recorded, there is one, and everyone gets that one.',
    cases: fc.record({
      history: historiesOf(subject),
      first: picks,
      rivals: fc.integer({ min: 1, max: 3 }),
    }),
    history: ({ history }) => knownEvents(history).map(movementLine),
    circumstances: ({ history, first, rivals }) =>
      `asked for by ${rivals} after event ${splitAt(history, first)[0].length}, and once more at the end`,
    holds: async ({ history, first, rivals }) => {
      const [before, after] = splitAt(history, first)
      const asOf = pastInstantsOf(before).at(-1)
      if (asOf === undefined) return
      await withInventory(subject.open, async (opened) => {
        const { snapshots } = opened.inventory
        await recordOneByOne(opened, before)
        const ask = () => snapshots.create({ id: 'once', asOf })
        const taken = await Promise.all(Array.from({ length: rivals }, ask))
        await recordOneByOne(opened, after)
        taken.push(await ask())
        for (const snapshot of taken) mustBeSame(snapshot, taken[0], 'what one of them was given')
        mustBeSame((await snapshots.list()).length, 1, 'snapshots in the catalogue')
      })
    },
  })
}

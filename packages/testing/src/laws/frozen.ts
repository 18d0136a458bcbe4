import fc from 'fast-check'
import { knownEvents, movementLine } from '../generators/known.ts'
import { instantText, picks, splitAt } from './cuts.ts'
import { digestsAt, historiesOf, recordOneByOne, withInventory } from './inventory-subject.ts'
import { defineLaw, type Law } from './law.ts'
import { mustBeSame } from './same.ts'
import { pastInstantsOf, type SnapshotSubject } from './snapshot-subject.ts'

/** What is frozen stays. */
export function snapshotsStayFrozen(subject: SnapshotSubject): Law {
  return defineLaw({
    name: 'a snapshot stays what it froze',
    statement:
      'Whatever is recorded after a snapshot, late entries and corrections too, it reads as the view of its instant did when it was taken, and proves to be whole.',
    cases: fc.record({ history: historiesOf(subject), first: picks, at: picks }),
    history: ({ history }) => knownEvents(history).map(movementLine),
    circumstances: ({ history, first, at }) => {
      const [before] = splitAt(history, first)
      const instants = pastInstantsOf(before)
      return `a snapshot after event ${before.length}, as of ${instantText(instants[at(instants.length)] ?? Number.NaN)}`
    },
    holds: async ({ history, first, at }) => {
      const [before, after] = splitAt(history, first)
      const instants = pastInstantsOf(before)
      const asOf = instants[at(instants.length)]
      if (asOf === undefined) return
      await withInventory(subject.open, async (opened) => {
        await recordOneByOne(opened, before)
        const [expected] = Object.values(await digestsAt(opened, [asOf]))
        const { snapshots } = opened.inventory
        const taken = await snapshots.create({ id: 'frozen', asOf })
        mustBeSame(taken.digest, expected, 'the digest it was taken with')
        await recordOneByOne(opened, after)
        mustBeSame((await snapshots.read('frozen')).digest().digest, expected, 'the digest it reads as')
        mustBeSame((await snapshots.verify('frozen')).ok, true, 'whether it proves to be whole')
      })
    },
  })
}

import { itemOfEvent } from '@tidemark/domain'
import fc from 'fast-check'
import type { History } from '../generators/deed.ts'
import { knownEvents, movementLine } from '../generators/known.ts'
import { cutsOf } from './cuts.ts'
import { interleaved, turns } from './interleaved.ts'
import {
  digestsAt,
  historiesOf,
  type InventorySubject,
  recordOneByOne,
  withInventory,
} from './inventory-subject.ts'
import { defineLaw, type Law } from './law.ts'
import { mustBeSame } from './same.ts'

/** Which of two items was recorded first says nothing. */
export function recordingOrderOfItemsIsFree(subject: InventorySubject): Law {
  return defineLaw({
    name: 'the recording order of independent items changes no digest',
    statement:
      'However the events of different items are interleaved when recorded, each item in its own order, the digest as of every instant is the same.',
    cases: fc.record({ history: historiesOf(subject), turns }),
    history: ({ history }) => knownEvents(history).map(movementLine),
    circumstances: ({ turns }) => `turns ${turns.join(', ')}`,
    holds: async ({ history, turns }) => {
      const known = knownEvents(history)
      const instants = cutsOf(known)
      const order = interleaved(known, itemOfEvent, turns)
      // All of it recorded at the end, so that nothing lies in the future whatever comes first.
      const recordedAt = history.at(-1)?.recordedAt ?? ''
      const otherwise = order.flatMap(({ position }) => {
        const entry = history[position - 1]
        return entry === undefined ? [] : { ...entry, recordedAt }
      })
      const digestsOf = (history: History) =>
        withInventory(subject.open, async (opened) => {
          await recordOneByOne(opened, history)
          return digestsAt(opened, instants)
        })
      mustBeSame(await digestsOf(otherwise), await digestsOf(history), 'the digest')
    },
  })
}

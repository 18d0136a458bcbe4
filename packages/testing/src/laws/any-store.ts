import fc from 'fast-check'
import { knownEvents, movementLine } from '../generators/known.ts'
import { cutsOf, picks } from './cuts.ts'
import {
  digestsAt,
  historiesOf,
  type InventorySubject,
  type OpenInventory,
  recordOneByOne,
  withInventory,
} from './inventory-subject.ts'
import { defineLaw, type Law } from './law.ts'
import { mustBeSame } from './same.ts'

/** The store is a matter of taste. */
export function digestIsTheSameInAnyStore(subject: InventorySubject, other: OpenInventory): Law {
  return defineLaw({
    name: 'the digest is the same in any store',
    statement:
      'The same facts recorded in two stores give the same digest as of every instant, as known now and as known when any one of them had been recorded.',
    cases: fc.record({ history: historiesOf(subject), known: picks }),
    history: ({ history }) => knownEvents(history).map(movementLine),
    circumstances: ({ history, known }) => `knowledge through event ${known(history.length) + 1}`,
    holds: async ({ history, known }) => {
      const instants = cutsOf(knownEvents(history))
      const digestsIn = (open: OpenInventory) =>
        withInventory(open, async (opened) => {
          const places = await recordOneByOne(opened, history)
          const place = places[known(places.length)]
          return {
            now: await digestsAt(opened, instants),
            asKnownThen: place === undefined ? {} : await digestsAt(opened, instants, place),
          }
        })
      mustBeSame(await digestsIn(other), await digestsIn(subject.open), 'the digest in the other store')
    },
  })
}

import { type Micros, readMicros } from '@tidemark/projection'
import fc from 'fast-check'
import type { Recorded } from 'tidemark'
import { knownEvents, movementLine } from '../generators/known.ts'
import { cutsOf, instantText, picks } from './cuts.ts'
import {
  historiesOf,
  type InventorySubject,
  type Recording,
  recordOneByOne,
  withInventory,
} from './inventory-subject.ts'
import { defineLaw, type Law } from './law.ts'
import { mustBeSame } from './same.ts'

/** A bridge leads all the way. */
export function bridgeAddsUp(subject: InventorySubject): Law {
  return defineLaw({
    name: 'the bridge adds up',
    statement:
      'From any view to any later one that knows no less, opening and lines of the bridge add up to closing in quantity and value, and these two are the totals of the views.',
    cases: fc.record({ history: historiesOf(subject), from: picks, known: picks }),
    history: ({ history }) => knownEvents(history).map(movementLine),
    circumstances: ({ history, known }) =>
      `the first view knowing through event ${known(history.length) + 1}`,
    holds: async ({ history, from, known }) => {
      const instants = cutsOf(knownEvents(history))
      const first = instants[from(instants.length)]
      if (first === undefined) return
      await withInventory(subject.open, async (opened) => {
        const places = await recordOneByOne(opened, history)
        const then = places[known(places.length)]
        for (const last of instants.filter((instant) => instant >= first)) {
          await mustAddUp(opened.inventory, first, last, then)
        }
      })
    },
  })
}

async function mustAddUp(inventory: Recording, first: number, last: number, then: Recorded | undefined) {
  const opening = await inventory.asOf(first, { knownThrough: then })
  const closing = await inventory.asOf(last)
  const { bridge } = inventory.compare(opening, closing)
  const lines = bridge.filter(({ kind }) => kind !== 'closing')
  const between = `from ${instantText(first)} to ${instantText(last)}`
  mustBeSame(amountOf(bridge.slice(0, 1)), totalOf(opening), `${between}, opening`)
  mustBeSame(amountOf(bridge.slice(-1)), totalOf(closing), `${between}, closing`)
  mustBeSame(amountOf(lines), totalOf(closing), `${between}, opening and lines`)
}

interface Amount {
  readonly quantity: Micros
  readonly value: Micros
}

function amountOf(lines: readonly { readonly quantity: string; readonly value: string }[]): Amount {
  return lines.reduce<Amount>(
    (sum, line) => ({
      quantity: sum.quantity + readMicros(line.quantity),
      value: sum.value + readMicros(line.value),
    }),
    { quantity: 0n, value: 0n },
  )
}

function totalOf(view: Awaited<ReturnType<Recording['asOf']>>): Amount {
  return amountOf(view.totals().map(({ onHand, value }) => ({ quantity: onHand, value })))
}

import type { Company, StockRecords } from '@tidemark/domain'
import { joinKey, type Micros } from '@tidemark/projection'
import type { StateView } from '@tidemark/timeline'
import fc from 'fast-check'
import { cutsOf, headOf, instantText, picks, splitAt } from './cuts.ts'
import { defineLaw, type Law } from './law.ts'
import { mustBeSame } from './same.ts'
import type { StockSubject } from './stock-subject.ts'
import { timelineOf } from './subject.ts'

interface Worth {
  readonly onHand: Micros
  readonly value: Micros
}

const nothing: Worth = { onHand: 0n, value: 0n }

/** Nothing comes from nowhere: what is told adds up to what changed. */
export function stockIsConserved(subject: StockSubject): Law {
  return defineLaw({
    name: 'on hand and value are conserved',
    statement:
      'Between any two instants, what movements are told to have added to on hand and value at each item and branch is exactly the difference of the two views.',
    cases: fc.record({ sources: subject.histories, known: picks, from: picks }),
    history: ({ sources }) => sources.map(subject.line),
    circumstances: ({ sources, known }) => `knowledge through event ${splitAt(sources, known)[0].length}`,
    holds: ({ sources, known, from }) => {
      const timeline = timelineOf(subject, sources)
      const knownThrough = headOf(splitAt(sources, known)[0])
      const cuts = cutsOf(sources)
      const after = cuts[from(cuts.length)] ?? 0
      const opening = worthOf(timeline.view({ asOf: after, knownThrough }))
      for (const asOf of cuts.filter((cut) => cut >= after)) {
        const view = timeline.view({ asOf, knownThrough })
        const closing = new Map(opening)
        view.effects({ after }, (unit, _, told) => {
          if (told.effect !== 'moved') return
          const key = joinKey(unit, told.branch)
          const { onHand, value } = closing.get(key) ?? nothing
          closing.set(key, { onHand: onHand + told.quantity, value: value + told.value })
        })
        const between = `from ${instantText(after)} to ${instantText(asOf)}`
        mustBeSame(withoutNothing(closing), withoutNothing(worthOf(view)), between)
      }
    },
  })
}

/** What is on hand and what it is worth, by item and branch. */
function worthOf(view: StateView<StockRecords, Company>): ReadonlyMap<string, Worth> {
  const worth = new Map<string, Worth>()
  view.each((unit, records) => {
    records.branch.each((branch, { onHand, value }) => {
      worth.set(joinKey(unit, branch), { onHand, value })
    })
  })
  return worth
}

/** A branch that was never told of is one with nothing. */
function withoutNothing(worth: ReadonlyMap<string, Worth>): ReadonlyMap<string, Worth> {
  return new Map([...worth].filter(([, { onHand, value }]) => onHand !== 0n || value !== 0n))
}

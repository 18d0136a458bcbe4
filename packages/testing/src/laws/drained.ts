import { cutsOf, instantText } from './cuts.ts'
import { defineLaw, type Law } from './law.ts'
import { NotTheSame } from './law-broken.ts'
import type { StockSubject } from './stock-subject.ts'
import { timelineOf } from './subject.ts'

/** No value is left where nothing is left. */
export function nothingOnHandIsWorthNothing(subject: StockSubject): Law {
  return defineLaw({
    name: 'nothing on hand is worth nothing',
    statement: 'As of every instant, an item with nothing on hand at a branch has no value there.',
    cases: subject.histories,
    history: (sources) => sources.map(subject.line),
    holds: (sources) => {
      const timeline = timelineOf(subject, sources)
      for (const asOf of cutsOf(sources)) {
        timeline.view({ asOf }).each((item, records) => {
          records.branch.each((branch, { onHand, value }) => {
            if (onHand !== 0n || value === 0n) return
            const at = `as of ${instantText(asOf)}, ${item} at ${branch}`
            throw new NotTheSame(`${at}: nothing on hand, but a value of ${value} micros`)
          })
        })
      }
    },
  })
}

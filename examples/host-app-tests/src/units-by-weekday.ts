import {
  concernsOthers,
  type Fact,
  foldCompany,
  itemOfEvent,
  type KnownEvent,
  newCompany,
  prepareItem,
} from '@tidemark/domain'
import { type Draft, defineProjection, micros } from '@tidemark/projection'

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const

/** By weekday: units sold, those that came back taken off. */
const records = { day: { units: micros } } as const

/** The weekday of a fact in UTC: the local one of this machine would be another one on the next. */
function weekdayOf({ occurredAt }: Fact | KnownEvent): string {
  return days[new Date(occurredAt).getUTCDay()] ?? ''
}

/**
 * Units sold of each item by weekday, as of any moment.
 *
 * Everything but the two recipes is what a projection of inventory events shares with Tidemark's own: what an event
 * belongs to, the company's facts, corrections applied before folding.
 */
export const unitsByWeekday = defineProjection({
  name: 'units by weekday',
  version: 1,
  records,
  unitOf: itemOfEvent,
  common: { initial: newCompany, fold: foldCompany },
  prepare: prepareItem,
  concernsOthers,
  on: {
    StockSold: (draft: Draft<typeof records>, fact: Fact | KnownEvent) => {
      if (fact.type === 'StockSold') draft.day.at(weekdayOf(fact)).units += fact.quantity
    },
    StockReturnedByCustomer: (draft: Draft<typeof records>, fact: Fact | KnownEvent) => {
      if (fact.type === 'StockReturnedByCustomer') draft.day.at(weekdayOf(fact)).units -= fact.quantity
    },
  },
})

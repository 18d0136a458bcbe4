import { type FactOf, inventoryProjection } from '@tidemark/domain'
import { micros } from '@tidemark/projection'

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const

/** The weekday of a fact in UTC: the local one of this machine would be another one on the next. */
function weekdayOf({ occurredAt }: FactOf<'StockSold' | 'StockReturnedByCustomer'>): string {
  return days[new Date(occurredAt).getUTCDay()] ?? ''
}

/** Units sold of each item by weekday, those that came back taken off, as of any moment. */
export const unitsByWeekday = inventoryProjection({
  name: 'units by weekday',
  version: 1,
  records: { day: { units: micros } },
  on: {
    StockSold: (draft, fact) => {
      draft.day.at(weekdayOf(fact)).units += fact.quantity
    },
    StockReturnedByCustomer: (draft, fact) => {
      draft.day.at(weekdayOf(fact)).units -= fact.quantity
    },
  },
})

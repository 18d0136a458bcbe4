import {
  concernsOthers,
  type Fact,
  foldCompany,
  itemOfEvent,
  type KnownEvent,
  newCompany,
  prepareItem,
} from '@tidemark/domain'
import { compareFoldOrder, instant, micros, type Projection } from '@tidemark/projection'
import { correctionLaws, type Law, onHistories, projectionLaws } from '@tidemark/testing'
import type { Planted } from './planted.ts'

const records = { day: { units: micros, changedOn: instant } } as const

type Weekdays = Projection<KnownEvent, Fact, typeof newCompany, typeof records, never>
type Recipe = NonNullable<Weekdays['on'][string]>

const weekdayOf = (fact: Fact | KnownEvent) => String(new Date(fact.occurredAt).getUTCDay())

const sold: Recipe = (draft, fact) => {
  if (fact.type === 'StockSold') draft.day.at(weekdayOf(fact)).units += fact.quantity
}

/** Somebody's own reducer, units sold of each item by weekday, with a fault in what is given. */
function unitsByWeekday(recipe: Recipe, fault: Partial<Weekdays> = {}): Weekdays {
  return {
    name: 'units by weekday',
    version: 1,
    records,
    unitOf: itemOfEvent,
    common: { initial: newCompany, fold: foldCompany },
    prepare: prepareItem,
    concernsOthers,
    on: { StockSold: recipe },
    ...fault,
  }
}

const kinds = ['StockSold', 'StockReceived', 'MovementVoided', 'MovementAmended'] as const

function lawsOf(projection: Weekdays): readonly Law[] {
  const subject = onHistories(projection, { items: 2, branches: 2, size: 10, kinds })
  return [...projectionLaws(subject), ...correctionLaws(subject)]
}

/** The reducer without a fault. */
export const healthyReducerLaws: readonly Law[] = [
  ...lawsOf(unitsByWeekday(sold)),
  ...projectionLaws(unitsByWeekday(sold)),
]

const clockRead = unitsByWeekday((draft, fact, context) => {
  sold(draft, fact, context)
  draft.day.at(weekdayOf(fact)).changedOn = Date.now()
})

const localTime = unitsByWeekday((draft, fact) => {
  if (fact.type !== 'StockSold') return
  draft.day.at(String(new Date(fact.occurredAt).getDay())).units += fact.quantity
})

const positionKept = unitsByWeekday((draft, fact, context) => {
  sold(draft, fact, context)
  if (fact.type === 'StockSold') draft.day.at(weekdayOf(fact)).changedOn = fact.position
})

/** Keeps the first sale of each branch apart: whichever comes first in a `Map` made as events were recorded. */
const firstRecordedCounts = unitsByWeekday(sold, {
  prepare: (events, company) => {
    const firsts = new Map<string, string>()
    for (const event of events) {
      if (event.type === 'StockSold' && !firsts.has(event.branch)) firsts.set(event.branch, event.id)
    }
    const isFirst = new Set(firsts.values())
    return prepareItem(events, company).filter(({ type, id }) => type !== 'StockSold' || isFirst.has(id))
  },
})

const correctionsIgnored = unitsByWeekday(sold, {
  prepare: (events) => [...events].sort(compareFoldOrder),
})

const amendmentsIgnored = unitsByWeekday(sold, {
  prepare: (events, company) =>
    prepareItem(
      events.filter(({ type }) => type !== 'MovementAmended'),
      company,
    ),
})

const sellAnything: Recipe = (draft, fact) => {
  if ('quantity' in fact && fact.type !== 'StockReceived')
    draft.day.at(weekdayOf(fact)).units += fact.quantity
}

const unknownCounted = unitsByWeekday(sold, { on: new Proxy({}, { get: () => sellAnything }) })

/** Faults in reducers of a host. */
export const bugsInReducers: readonly Planted[] = [
  {
    name: 'a reducer reads the clock',
    laws: lawsOf(clockRead),
    foundBy: 'the state is made of the facts alone',
    // Two replays may fall into one millisecond, or not.
    alsoBreaks: 'any',
  },
  {
    name: 'a reducer takes the weekday in the time zone of its machine',
    laws: lawsOf(localTime),
    foundBy: 'the state is made of the facts alone',
  },
  {
    name: 'a reducer depends on the order of a Map that is filled as events were recorded',
    laws: lawsOf(firstRecordedCounts),
    foundBy: 'a view is what the pure reduce makes of the facts',
    alsoBreaks: 'any',
  },
  {
    name: 'a reducer keeps the position of what changed it',
    laws: lawsOf(positionKept),
    foundBy: 'facts of different instants may be recorded in any order',
    alsoBreaks: ['the recording order of independent units changes nothing'],
  },
  {
    name: 'a reducer folds events that were voided',
    laws: lawsOf(correctionsIgnored),
    foundBy: 'a voided event is as if it had never been',
    alsoBreaks: ['an amended event is as if it had been recorded so'],
  },
  {
    name: 'a reducer folds events as they were before they were amended',
    laws: lawsOf(amendmentsIgnored),
    foundBy: 'an amended event is as if it had been recorded so',
  },
  {
    name: 'a reducer counts events of types it does not know',
    laws: lawsOf(unknownCounted),
    foundBy: 'events of an unknown type change nothing',
  },
]

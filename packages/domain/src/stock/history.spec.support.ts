import {
  compareCodePoints,
  formatMicros,
  initialRecord,
  initialState,
  joinKey,
  type Micros,
  prepare,
  reduce,
} from '@tidemark/projection'
import type { Fact, KnownEvent } from '../corrections/known-event.ts'
import type { InventoryEventInput } from '../events/event.ts'
import { formatInstant, parseInstant } from '../events/instant.ts'
import { parseEvent } from '../events/parse.ts'
import { lastReceiptCost, marketCost, weightedAverage } from './costs.ts'
import type { StockEffect } from './effects.ts'
import { stockProjection } from './projection.ts'
import { stockRecords } from './records.ts'

/** An event without its place: `record` gives it an id and a time unless it has them. */
export type Given = InventoryEventInput extends infer E
  ? E extends unknown
    ? Omit<E, 'id' | 'occurredAt'> & { readonly id?: string; readonly occurredAt?: string | Date }
    : never
  : never

const START = Date.UTC(2027, 0, 1)
const HOUR = 3_600_000

/** A time as tests write it: `2027-01-20` is its midnight, `2027-01-20 10:25` that minute, UTC. */
export function time(text: string): number {
  const at = parseInstant(text.length === 10 ? `${text}T00:00Z` : `${text.replace(' ', 'T')}Z`)
  if (at === null) throw new RangeError(`${text}: not a time`)
  return at
}

/** The event at a time of its own. */
export function on(text: string, event: Given): Given {
  return { ...event, occurredAt: new Date(time(text)) }
}

/** The event under an id that others can name. */
export function as(id: string, event: Given): Given {
  return { ...event, id }
}

/** Events as a log hands them over, in the order of recording: an hour apart, with ids `#1`, `#2`... unless said. */
export function record(given: readonly Given[]): readonly KnownEvent[] {
  return given.map((event, index) => {
    const position = index + 1
    const placed = { id: `#${position}`, occurredAt: new Date(START + index * HOUR), ...event }
    return { ...parseEvent(placed), position, recordedAt: START + index * HOUR }
  })
}

/** What a history comes to. */
export interface Outcome {
  /** On hand, value and average of a branch, as decimal text. */
  stock(branch?: string, item?: string): Figures
  /** Every field of a branch, as text. */
  branch(branch?: string, item?: string): Figures
  /** Market, last receipt and average cost of a branch, as text. */
  costs(branch?: string, item?: string): Figures
  /** A record of any kind, as text. */
  find(kind: keyof typeof stockRecords, key: string, item?: string): Figures | undefined
  /** Quantity by lot of a branch; what is in no lot under ''. */
  lots(branch?: string, item?: string): Figures
  /** What the fact of this id told, or all of them: `sale A -1 -36.666667`. */
  told(id?: string): readonly string[]
  /** The anomalies told, by code. */
  readonly anomalies: readonly string[]
  readonly effects: readonly (StockEffect & { readonly item: string })[]
  readonly facts: readonly (Fact | KnownEvent)[]
  readonly state: State
}

export type Figures = { readonly [name: string]: unknown }
type State = ReturnType<typeof initialState<KnownEvent, Fact, unknown, typeof stockRecords, StockEffect>>

/** Folds a history, up to and including the time `asOf` if that is given. */
export function fold(given: readonly Given[], asOf?: string): Outcome {
  return foldEvents(record(given), asOf === undefined ? Number.POSITIVE_INFINITY : time(asOf))
}

/** Folds events that are in the log, up to and including an instant. */
export function foldEvents(events: readonly KnownEvent[], asOf = Number.POSITIVE_INFINITY): Outcome {
  const facts = prepare(stockProjection, events).filter((fact) => fact.occurredAt <= asOf)
  const effects: (StockEffect & { readonly id: string; readonly item: string })[] = []
  let state = initialState(stockProjection)
  for (const fact of facts) {
    const item = stockProjection.unitOf(fact) ?? ''
    state = reduce(stockProjection, state, fact, (effect) => effects.push({ ...effect, id: fact.id, item }))
  }
  const unit = (item: string) => state.units[item]
  const here = (branch: string, item: string) =>
    unit(item)?.branch[branch] ?? initialRecord(stockRecords.branch)
  const itself = (item: string) => unit(item)?.item.item ?? initialRecord(stockRecords.item)
  const average = (branch: string, item: string) =>
    weightedAverage(itself(item), here(branch, item), unit(item)?.pool.pool)
  return {
    stock: (branch = 'A', item = 'tea') => {
      const { onHand, value } = here(branch, item)
      return inText({ onHand, value, average: average(branch, item) })
    },
    branch: (branch = 'A', item = 'tea') => inText(here(branch, item)),
    costs: (branch = 'A', item = 'tea') =>
      inText({
        market: marketCost(itself(item), here(branch, item)),
        lastReceipt: lastReceiptCost(itself(item), here(branch, item)),
        average: average(branch, item),
      }),
    find: (kind, key, item = 'tea') => {
      const found = unit(item)?.[kind][key]
      return found === undefined ? undefined : inText(found)
    },
    lots: (branch = 'A', item = 'tea') => lotsOf(state, item, branch),
    told: (id) => effects.filter((effect) => id === undefined || effect.id === id).map(toldLine),
    anomalies: effects.flatMap((effect) => (effect.effect === 'anomaly' ? [effect.code] : [])),
    effects,
    facts,
    state,
  }
}

/** The key of a lot, a reservation, a channel (by branch), or an order line (by order). */
export { joinKey as keyOf }

function lotsOf(state: State, item: string, branch: string): Figures {
  const unit = state.units[item]
  const lots = Object.values(unit?.lot ?? {}).filter((lot) => lot.branch === branch)
  const inLots = lots.reduce((sum, lot) => sum + lot.quantity, 0n)
  const bucket = (unit?.branch[branch]?.onHand ?? 0n) - inLots
  const quantities = lots.map((lot) => [lot.lot ?? '', lot.quantity] as const)
  return inText(
    Object.fromEntries(
      [['', bucket] as const, ...quantities].toSorted(([a], [b]) => compareCodePoints(a, b)),
    ),
  )
}

function toldLine(effect: StockEffect): string {
  switch (effect.effect) {
    case 'moved':
      return `${effect.kind} ${effect.branch} ${formatMicros(effect.quantity)} ${formatMicros(effect.value)}`
    case 'variance':
      return `variance ${effect.branch} ${formatMicros(effect.value)}`
    case 'anomaly':
      return `anomaly ${effect.code}`
  }
}

/** Micros as decimal text, instants as ISO text, `null` and the rest as they are. */
function inText(fields: object): Figures {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      if (typeof value === 'bigint') return [name, formatMicros(value satisfies Micros)]
      return [name, name.endsWith('On') && typeof value === 'number' ? formatInstant(value) : value]
    }),
  )
}

import {
  type CommonAt,
  compareFoldOrder,
  defineProjection,
  defineShortcut,
  flag,
  initialState,
  instant,
  json,
  micros,
  type Numbers,
  type PureState,
  prepare,
  type RecordOf,
  reduce,
  type ShortFact,
  text,
} from '@tidemark/projection'
import fc from 'fast-check'

interface Placing {
  readonly position: number
  readonly occurredAt: number
}

interface OfUnit extends Placing {
  readonly unit: string
  readonly place: string
  readonly amount: bigint
}

/** Everything a toy unit can meet: two kinds of movement, lots, and three ways to concern another source. */
export type ToySource =
  | (OfUnit & {
      readonly type: 'In' | 'Out' | 'Move' | 'Lot' | 'CloseLots' | 'Renew'
      readonly named?: boolean
    })
  | (OfUnit & { readonly type: 'Void' | 'Redate' | 'Return'; readonly of: number })
  | (Placing & { readonly type: 'Rate' | 'Double'; readonly amount: bigint })

export interface ToyCommon {
  readonly rate: bigint
  readonly changes: readonly number[]
}

export interface ToyEffect {
  readonly place: string
  readonly became: bigint
}

const place = {
  onHand: micros,
  value: micros,
  last: micros.optional,
  since: instant,
  negative: flag,
  known: flag.optional,
  open: flag.on,
  by: text,
  recent: json<readonly string[]>([]),
}
const lot = { left: micros, opened: instant, of: json<{ readonly place: string } | null>(null) }

type Place = RecordOf<typeof place>

/** What the shortcut reads of a move. */
const shortMove = { place: 'text', amount: 'micros', occurredAt: 'instant' } as const

const CONCERNING = new Set(['Void', 'Redate', 'Return'])

const toyRecords = { place, lot }

/** The place others move to. */
const TILL = 'a'
/** More than shortcuts leave in a record; nine of it are more than doubles hold. */
const FAR = 2n ** 50n + 1n

/** A projection with every kind of field, records that come and go, corrections and facts of no unit. */
export const toy = defineProjection<ToySource, ToySource, ToyCommon, typeof toyRecords, ToyEffect>({
  name: 'toy',
  version: 1,
  records: toyRecords,
  unitOf: (event) => ('unit' in event ? event.unit : null),
  common: {
    initial: { rate: 1n, changes: [] },
    fold: (common, event) => ({
      rate: event.type === 'Rate' ? event.amount : common.rate,
      changes: [...common.changes, event.position],
    }),
  },
  concernsOthers: (source: ToySource) => CONCERNING.has(source.type),
  naming: {
    idOf: ({ position }: ToySource) => String(position),
    namesOf: (source: ToySource) => ('of' in source ? [String(source.of)] : []),
  },
  prepare: prepareToy,
  on: {
    In: (draft, fact, { common, emit }) => {
      if (!('place' in fact)) return
      const here = draft.place.at(fact.place)
      here.onHand += fact.amount
      here.value += fact.amount * common.rate
      here.last = fact.amount > 5n ? fact.amount : null
      here.since ??= fact.occurredAt
      here.recent = [...here.recent.slice(-2), `${fact.type}${fact.position}`]
      if ('named' in fact) here.known = fact.named ?? null
      note(here, fact.type)
      emit?.({ place: fact.place, became: here.onHand })
    },
    Out: (draft, fact, { common, emit }) => {
      if (!('place' in fact)) return
      const here = draft.place.at(fact.place)
      here.onHand -= fact.amount
      here.value -= fact.amount * common.rate
      here.since = null
      note(here, `${fact.type} ${fact.amount % 3n}`)
      emit?.({ place: fact.place, became: here.onHand })
      if (here.onHand === 0n) draft.place.remove(fact.place)
    },
    Move: (draft, fact, { common, emit }) => {
      if (!('place' in fact)) return
      // A shortcut may have made the place by then.
      if (fact.amount === 4n) return
      const here = draft.place.at(fact.place)
      const till = draft.place.find(TILL) ?? here
      here.onHand -= fact.amount
      here.negative = here.onHand < 0n
      till.onHand += fact.amount
      if (fact.amount > 6n) till.value += fact.amount * (fact.amount === 9n ? FAR : common.rate)
      till.since = fact.occurredAt
      till.last ??= fact.amount
      till.known = till.open
      emit?.({ place: fact.place, became: here.onHand })
    },
    Lot: (draft, fact) => {
      if (!('place' in fact)) return
      const made = draft.lot.at(`${fact.place}/${fact.amount % 4n}`)
      made.left += fact.amount
      made.opened ??= fact.occurredAt
      made.of = { place: fact.place }
      const keys = draft.lot.keys()
      draft.place.at(fact.place).by = keys.join()
    },
    CloseLots: (draft, fact, { emit }) => {
      if (!('place' in fact)) return
      const here = draft.place.at(fact.place)
      for (const key of draft.lot.keys()) {
        const closed = draft.lot.find(key)
        if (closed === undefined || closed.of?.place !== fact.place) continue
        draft.lot.remove(key)
        here.onHand += closed.left
        emit?.({ place: key, became: 0n })
      }
      here.open = draft.lot.keys().length > 0
    },
    // Takes a record away, unseen or to make it anew and still read and write the old one.
    Renew: (draft, fact) => {
      if (!('place' in fact)) return
      if (fact.amount < 3n) {
        draft.place.remove(fact.place)
        return
      }
      const old = draft.place.find(fact.place)
      draft.place.remove(fact.place)
      if (old === undefined) return
      const fresh = draft.place.at(fact.place)
      fresh.value = old.onHand
      old.onHand = -1n
      fresh.known = old === draft.place.at(fact.place)
    },
    Return: (draft, fact, { common }) => {
      if (!('place' in fact)) return
      const here = draft.place.find(fact.place)
      if (here === undefined) return
      here.last = common.rate
      here.by = null
    },
    Double: (draft, fact, { common, emit }) => {
      for (const key of draft.place.keys()) {
        const here = draft.place.at(key)
        here.onHand *= 2n
        here.recent = []
        here.value += common.rate * BigInt(common.changes.length)
        emit?.({ place: `${fact.position}:${key}`, became: here.onHand })
      }
      draft.place.at('doubled').onHand += 1n
    },
  },
  shortcuts: {
    Move: defineShortcut({
      reads: shortMove,
      ignores: ['type', 'unit', 'position'],
      fold: (records: Numbers<typeof toyRecords>, fact, { rate }: ToyCommon) =>
        moveShort(records, fact, Number(rate)),
    }),
  },
})

/** How often the shortcut was taken, and how often it gave up after it had changed something. */
export const shortMoves = { taken: 0, undone: 0 }

function moveShort(
  records: Numbers<typeof toyRecords>,
  fact: ShortFact<typeof shortMove>,
  rate: number,
): boolean {
  const here = records.place.make(fact.place)
  const till = records.place.has(TILL) ? records.place.change(TILL) : here
  if (here === undefined || till === undefined) return false
  here.onHand -= fact.amount
  here.negative = here.onHand < 0 ? 1 : 0
  till.onHand += fact.amount
  // Too large now and then, which undoes all of it.
  if (fact.amount > 6) till.value += fact.amount * (fact.amount === 9 ? Number(FAR) : rate)
  till.since = fact.occurredAt
  if (Number.isNaN(till.last)) till.last = fact.amount
  till.known = till.open
  const isDone = fact.amount % 3 !== 1
  shortMoves[isDone ? 'taken' : 'undone']++
  return isDone
}

function note(here: Place, by: string): void {
  here.negative = here.onHand < 0n
  here.by = by
}

/**
 * Voids and re-dates take effect, returns mark what they name; whether they may is up to the common rate. What is void does
 * nothing, a void as well.
 */
function prepareToy(sources: readonly ToySource[], common: CommonAt<ToyCommon>): readonly ToySource[] {
  const isMute = ({ occurredAt }: ToySource) => common.at(occurredAt).rate === 3n
  const facts = new Map<number, ToySource>(sources.map((source) => [source.position, source]))
  for (const source of sources.toReversed())
    if (source.type === 'Void' && facts.has(source.position) && !isMute(source)) facts.delete(source.of)
  for (const source of sources) {
    if (!('of' in source) || !facts.has(source.position) || isMute(source)) continue
    const named = facts.get(source.of)
    if (named === undefined || 'of' in named) continue
    if (source.type === 'Redate') {
      // Up to two days after the correction itself: that may be later than all there is.
      const occurredAt = source.occurredAt + Number(source.amount % 3n) * DAY
      facts.set(named.position, { ...named, occurredAt })
    }
    if (source.type === 'Return' && 'unit' in named) facts.set(named.position, { ...named, named: true })
  }
  return [...facts.values()].sort(compareFoldOrder)
}

export type ToyState = PureState<typeof toy.records, ToyCommon>

/** The definition a timeline is held against: pure `reduce` over pure `prepare`, cut at an instant. */
export function reduceUntil(sources: readonly ToySource[], asOf: number): ToyState {
  return prepare(toy, sources)
    .filter((fact) => fact.occurredAt <= asOf)
    .reduce<ToyState>((state, fact) => reduce(toy, state, fact), initialState(toy))
}

/** Texts that trip up tables made of plain objects or sorted by UTF-16 units. */
export const ODD_KEYS = ['a', 'b', '', '__proto__', 'constructor', '7', '\u{1F600}', '\uFFFF', 'toString']

const DAY = 86_400_000

/** Instants that often coincide, over days before and after the epoch, some on the very start of a day. */
const anInstant = fc
  .tuple(fc.integer({ min: -3, max: 9 }), fc.constantFrom(0, 1, 3_600_000, DAY - 1))
  .map(([day, within]) => day * DAY + within)

const anAmount = fc.oneof(
  { weight: 8, arbitrary: fc.bigInt({ min: 1n, max: 9n }) },
  { weight: 1, arbitrary: fc.constantFrom(2n ** 62n, 2n ** 63n - 1n, 2n ** 63n, 2n ** 70n) },
)

const stepParts = {
  type: fc.constantFrom(
    ...(['In', 'In', 'In', 'Out', 'Out', 'Move', 'Move', 'Lot', 'CloseLots', 'Renew'] as const),
    ...(['Void', 'Redate', 'Return', 'Rate', 'Double'] as const),
  ),
  unit: fc.constantFrom(...ODD_KEYS.slice(0, 5)),
  place: fc.constantFrom(...ODD_KEYS),
  occurredAt: anInstant,
  amount: anAmount,
  gap: fc.integer({ min: 1, max: 3 }),
  /** What a correction names: one of those before it, one that is yet to come, or none. */
  back: fc.integer({ min: -3, max: 6 }),
}

const aStep = fc.record(stepParts)

/** Histories with late entries, corrections, facts of no unit, and numbers beyond 64 bits. */
export const aHistory = historyOf(aStep)

/** Histories of one unit, most of which are corrections, of corrections too. */
export const aCorrectedHistory = historyOf(
  fc.record({
    ...stepParts,
    type: fc.constantFrom(
      ...(['In', 'In', 'Out', 'Move', 'Void', 'Void', 'Redate', 'Return', 'Rate'] as const),
    ),
    unit: fc.constant('a'),
  }),
  { size: 'max' },
)

/** Histories of one unit at few places, most of which shortcuts fold. */
export const aPlainHistory = historyOf(
  fc.record({
    ...stepParts,
    type: fc.constantFrom(
      ...(['In', 'In', 'Move', 'Move', 'Move', 'Move', 'Out', 'Renew', 'Double'] as const),
    ),
    unit: fc.constant('b'),
    place: fc.constantFrom(TILL, 'b', '__proto__'),
    amount: fc.oneof({ weight: 30, arbitrary: fc.bigInt({ min: 1n, max: 9n }) }, anAmount),
    back: fc.constant(-1),
  }),
  { size: 'max' },
)

function historyOf(
  step: fc.Arbitrary<Step>,
  length: fc.ArrayConstraints = {},
): fc.Arbitrary<readonly ToySource[]> {
  return fc.array(step, { maxLength: 40, ...length }).map((steps) => {
    let position = -1
    const before: OfUnit[] = []
    return steps.map((step) => {
      position += step.gap
      return sourceOf(step, position, before)
    })
  })
}

type Step = typeof aStep extends fc.Arbitrary<infer T> ? T : never

function sourceOf(step: Step, position: number, before: OfUnit[]): ToySource {
  const { type, occurredAt, place, amount } = step
  if (type === 'Rate' || type === 'Double') return { type, position, occurredAt, amount: amount % 5n }
  const named = step.back < 0 ? undefined : before.at(-1 - step.back)
  const ofUnit = { position, occurredAt, place, amount, unit: named?.unit ?? step.unit }
  const of = named?.position ?? (step.back < 0 ? position - step.back : -1)
  const isCorrection = type === 'Void' || type === 'Redate' || type === 'Return'
  const source = isCorrection ? { ...ofUnit, type, of } : { ...ofUnit, unit: step.unit, type }
  before.push(source)
  return source
}

/** The instants worth asking about: each that something occurred at, just before it, and far outside. */
export function cutsOf(sources: readonly ToySource[]): readonly number[] {
  const instants = sources.flatMap(({ occurredAt }) => [occurredAt - 1, occurredAt])
  return [-Infinity, ...new Set(instants.sort((a, b) => a - b)), Infinity]
}

import { itemOfEvent, type KnownEvent, namedBy } from '@tidemark/domain'
import type { Reader } from '../reading/reader.ts'
import { itemView } from '../view/item.ts'
import type { LevelRow } from '../view/level.ts'
import { placeSupposed } from '../view/suppose.ts'
import { type MovesQuantity, quantityMovers } from './quantity-movers.ts'

/** What is known: everything recorded through a position, and what is supposed beside it. */
export interface Knowing {
  readonly knownThrough: number
  readonly supposed: readonly KnownEvent[]
}

/** What one entry that only one of two knowledges has changes about an item. */
export interface LateStep {
  readonly source: KnownEvent
  readonly line: 'late-quantity' | 'late-cost'
  /** The rows of the item without it, and with it, by branch; the other way round for what is no longer known. */
  readonly before: Rows
  readonly after: Rows
}

type Rows = ReadonlyMap<string, LevelRow>

/**
 * Goes from what was known of an item as of an instant to what is known now, one entry at a time: entries that move
 * quantities first, then those that change costs alone, each in the order of recording. What the steps change adds up to
 * what the two knowledges differ in.
 */
export function* lateSteps(
  item: string,
  asOf: number,
  from: Knowing,
  to: Knowing,
  reader: Reader,
): Generator<LateStep, void, undefined> {
  const { timeline } = reader
  const changes = changesOf(item, asOf, from, to, reader)
  const { low, high, dropped, added, later, knewMore } = changes
  const matters = new Set(later.map(({ position }) => position))
  const known = new Set([...dropped, ...(knewMore ? later : [])].map(({ position }) => position))
  const rowsNow = (): Rows => {
    const view = timeline.view({
      asOf,
      knownThrough: low,
      // What has no effect by the instant may be known from the start.
      includingLater: ({ position }) => position <= high && (known.has(position) || !matters.has(position)),
      with: [...dropped, ...added].filter(({ position }) => known.has(position)),
    })
    const records = view.unit(item)
    if (records === undefined) return new Map()
    return new Map(itemView(item, records).branches.map((row) => [row.branch, row]))
  }
  let before = rowsNow()
  const movesQuantity = quantityMovers(timeline, added)
  for (const { source, line } of stepsOf(changes, movesQuantity)) {
    if (!known.delete(source.position)) known.add(source.position)
    const after = rowsNow()
    yield { source, line, before, after }
    before = after
  }
}

/** In what two knowledges differ about an item as of an instant. */
interface Changes {
  readonly low: number
  readonly high: number
  /** Whether the first one knew more that was recorded. */
  readonly knewMore: boolean
  /** What was recorded between the two, in the order of recording. */
  readonly later: readonly KnownEvent[]
  /** What only the first one supposed, and only the second. */
  readonly dropped: readonly KnownEvent[]
  readonly added: readonly KnownEvent[]
}

function changesOf(item: string, asOf: number, from: Knowing, to: Knowing, reader: Reader): Changes {
  const low = Math.min(from.knownThrough, to.knownThrough)
  const high = Math.max(from.knownThrough, to.knownThrough)
  const supposed = placeSupposed([...from.supposed, ...to.supposed], reader.timeline)
  const concerning = (event: KnownEvent) => itemOfEvent(event) === item || itemOfEvent(event) === null
  return {
    low,
    high,
    knewMore: from.knownThrough > to.knownThrough,
    later: laterSources(item, asOf, low, high, supposed, reader),
    dropped: supposed.slice(0, from.supposed.length).filter(concerning),
    added: supposed.slice(from.supposed.length).filter(concerning),
  }
}

/** The steps from one knowledge to the other: what goes, then what comes. */
function stepsOf(
  { knewMore, later, dropped, added }: Changes,
  movesQuantity: MovesQuantity,
): readonly Pick<LateStep, 'source' | 'line'>[] {
  const gone = [...dropped.toReversed(), ...(knewMore ? later.toReversed() : [])]
  const learned = [...(knewMore ? [] : later), ...added]
  // A later view that knows less has nothing to tell apart.
  const isQuantity = (source: KnownEvent) => knewMore || movesQuantity(source)
  const quantities = [...gone, ...learned.filter(isQuantity)]
  const costs = learned.filter((source) => !isQuantity(source))
  return [
    ...quantities.map((source) => ({ source, line: 'late-quantity' as const })),
    ...costs.map((source) => ({ source, line: 'late-cost' as const })),
  ]
}

/** What was recorded after one position and through another and may matter to an item by an instant. */
function laterSources(
  item: string,
  asOf: number,
  after: number,
  through: number,
  supposed: readonly KnownEvent[],
  { timeline }: Reader,
): readonly KnownEvent[] {
  const sources = timeline.sources(item)
  const early = idsUntil(asOf, [...sources, ...supposed])
  // A policy says when late charges act, also on what happened before it.
  const matters = ({ id, type, occurredAt }: KnownEvent) =>
    occurredAt <= asOf || type === 'CostingPolicySet' || early.has(id)
  return [...sources, ...timeline.commonSources()]
    .filter((source) => source.position > after && source.position <= through && matters(source))
    .sort((a, b) => a.position - b.position)
}

/** The ids of what may have happened by an instant, as it was recorded or as it was moved, and of what corrects that. */
function idsUntil(asOf: number, sources: readonly KnownEvent[]): ReadonlySet<string> {
  const movedUntil = (source: KnownEvent) =>
    source.type === 'MovementAmended' && (source.changes.occurredAt ?? Infinity) <= asOf
  const ids = new Set(sources.filter(movedUntil).flatMap((source) => namedBy(source) ?? []))
  // A correction comes after what it corrects.
  for (const source of sources)
    if (source.occurredAt <= asOf || movedUntil(source) || ids.has(namedBy(source) ?? '')) ids.add(source.id)
  return ids
}

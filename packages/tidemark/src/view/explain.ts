import {
  averageCost,
  type Fact,
  formatInstant,
  type KnownEvent,
  namedBy,
  type StockEffect,
} from '@tidemark/domain'
import { formatMicros, type Micros } from '@tidemark/projection'
import type { StockView } from './view.ts'

/** A correction of a fact, as its stock card shows it. */
export interface CorrectionNote {
  readonly id: string
  readonly type: string
  readonly recordedAt: string
}

/** One line of a stock card: what a movement did at one branch, and what stood there after it. */
export interface CardLine {
  readonly id: string
  readonly type: string
  readonly occurredAt: string
  readonly recordedAt: string
  readonly branch: string
  /** Signed: goods in above zero, goods out below. */
  readonly quantity: string
  readonly onHand: string
  readonly value: string
  readonly averageCost: string | null
  /** What the goods carried in or out; of a movement without quantity, the change of value. */
  readonly cost: string
  readonly corrections: readonly CorrectionNote[]
}

interface Moved {
  readonly branch: string
  quantity: Micros
  value: Micros
}

/** The stock card of an item: every movement that led here, in the order of folding, at one branch or all. */
export function explain(
  view: StockView,
  sources: readonly KnownEvent[],
  item: string,
  branch?: string,
): readonly CardLine[] {
  const corrections = correctionsById(sources)
  return view
    .trace(item, (fact, effects, records) =>
      movedByBranch(effects)
        .filter((moved) => branch === undefined || moved.branch === branch)
        .map((moved): CardLine => {
          const here = records.branch.find(moved.branch)
          const average = here === undefined ? null : averageCost(records.pool.find('pool') ?? here)
          return {
            id: fact.id,
            type: fact.type === 'LateChargeArrived' ? 'ReceiptCostAdjusted' : fact.type,
            occurredAt: formatInstant(fact.occurredAt),
            recordedAt: formatInstant(fact.recordedAt),
            branch: moved.branch,
            quantity: formatMicros(moved.quantity),
            onHand: formatMicros(here?.onHand ?? 0n),
            value: formatMicros(here?.value ?? 0n),
            averageCost: average === null ? null : formatMicros(average),
            cost: formatMicros(moved.quantity < 0n ? -moved.value : moved.value),
            corrections: corrections.get(fact.id) ?? [],
          }
        }),
    )
    .flat()
}

/** What a fact moved at each branch; its negative-stock difference and re-averaging are not its cost. */
function movedByBranch(effects: readonly StockEffect[]): readonly Moved[] {
  const moved = new Map<string, Moved>()
  for (const effect of effects) {
    if (effect.effect !== 'moved') continue
    const here = moved.get(effect.branch) ?? { branch: effect.branch, quantity: 0n, value: 0n }
    moved.set(effect.branch, here)
    if (effect.kind === 'negative-stock-difference' || effect.kind === 're-averaging') continue
    here.quantity += effect.quantity
    here.value += effect.value
  }
  return [...moved.values()]
}

function correctionsById(
  sources: readonly (KnownEvent | Fact)[],
): ReadonlyMap<string, readonly CorrectionNote[]> {
  const notes = new Map<string, CorrectionNote[]>()
  for (const source of sources) {
    const id = source.type === 'LateChargeArrived' ? null : namedBy(source)
    if (id === null) continue
    const note = { id: source.id, type: source.type, recordedAt: formatInstant(source.recordedAt) }
    notes.set(id, [...(notes.get(id) ?? []), note])
  }
  return notes
}

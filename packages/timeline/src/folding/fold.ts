import type { Context, Draft, Kinds, Projection, Typed } from '@tidemark/projection'
import { countThrough } from '../facts/ordered.ts'
import type { Facts } from '../slices/facts-of-unit.ts'
import type { CommonReplay } from './common.ts'
import type { FoldShort } from './shortcuts.ts'

/** What a fold of any unit needs. */
export interface Fold<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect> {
  readonly projection: Projection<Source, Fact, Common, K, Effect>
  readonly common: CommonReplay<Source, Fact, Common, K, Effect>
  /** What recipes are given after so many steps. */
  readonly contexts: readonly Context<Common, Effect>[]
  /** The records of the unit. */
  readonly records: Draft<K>
  /** Told after each fact, when its recipe is done. */
  readonly folded?: (fact: Source | Fact) => void
  /** Folds packed facts without recipes, and is told nothing of them. */
  readonly short?: FoldShort<Common> | undefined
}

/**
 * Folds the facts of the unit whose records they are, after an instant and through another.
 *
 * A fact of no unit comes before the unit's own of the same instant, and only once the unit has begun.
 */
export function foldSpan<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  fold: Fold<Source, Fact, Common, K, Effect>,
  facts: Facts<Fact>,
  after: number,
  through: number,
): void {
  if (facts.first > through) return
  const { contexts, folded, records, short } = fold
  const { on } = fold.projection
  const { steps } = fold.common
  const { times } = steps
  const last = countThrough(steps, through)
  let step = countThrough(steps, after)
  const stepTo = (instant: number) => {
    for (; step < last && (times[step] ?? Infinity) <= instant; step++) foldStep(fold, step, facts.first)
    return contexts[step]
  }
  facts.each(
    after,
    through,
    (fact) => {
      const context = stepTo(fact.occurredAt)
      if (context !== undefined) on[fact.type]?.(records, fact, context)
      folded?.(fact)
    },
    short &&
      ((row) => {
        const context = stepTo(row.frame.occurredAt)
        return context !== undefined && short(row, context.common)
      }),
  )
  for (; step < last; step++) foldStep(fold, step, facts.first)
}

function foldStep<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  fold: Fold<Source, Fact, Common, K, Effect>,
  step: number,
  begun: number,
): void {
  const recipe = fold.common.recipes[step]
  const fact = fold.common.steps.facts[step]
  const context = fold.contexts[step + 1]
  if (recipe === undefined || fact === undefined || context === undefined) return
  if (begun >= fact.occurredAt) return
  recipe(fold.records, fact, context)
  fold.folded?.(fact)
}

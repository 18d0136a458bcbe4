import type { Context, Kinds, Placed, Projection, Typed } from '@tidemark/projection'
import type { CommonReplay } from './common.ts'
import type { StateDraft } from './draft.ts'
import { countBefore, countThrough, type FactList } from './facts.ts'

/** How far a unit is folded: so many of its own facts, so many of no unit. */
export interface Mark {
  readonly facts: number
  readonly steps: number
}

/** Everything before an instant folded. */
export function markBefore(facts: FactList<Placed>, steps: FactList<Placed>, instant: number): Mark {
  return { facts: countBefore(facts, instant), steps: countBefore(steps, instant) }
}

/** Everything at an instant folded too. */
export function markThrough(facts: FactList<Placed>, steps: FactList<Placed>, instant: number): Mark {
  return { facts: countThrough(facts, instant), steps: countThrough(steps, instant) }
}

/** What a fold of any unit needs. */
export interface Fold<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect> {
  readonly projection: Projection<Source, Fact, Common, K, Effect>
  readonly common: CommonReplay<Source, Fact, Common, K, Effect>
  /** What recipes are given after so many steps. */
  readonly contexts: readonly Context<Common, Effect>[]
  readonly draft: StateDraft<K>
  /** Told after each fact, when its recipe is done. */
  readonly folded?: (fact: Source | Fact) => void
}

/**
 * Folds the facts of the unit the draft is open at, from one mark to another.
 *
 * A fact of no unit comes before the unit's own of the same instant, and only once the unit has begun.
 */
export function foldSpan<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  fold: Fold<Source, Fact, Common, K, Effect>,
  { facts }: FactList<Fact>,
  from: Mark,
  to: Mark,
): void {
  const { on } = fold.projection
  const { times } = fold.common.steps
  const { records } = fold.draft
  let step = from.steps
  for (let i = from.facts; i < to.facts; i++) {
    const fact = facts[i]
    if (fact === undefined) break
    while (step < to.steps && (times[step] ?? Infinity) <= fact.occurredAt) {
      if (i > 0) foldStep(fold, step)
      step++
    }
    const context = fold.contexts[step]
    if (context !== undefined) on[fact.type]?.(records, fact, context)
    fold.folded?.(fact)
  }
  if (to.facts > 0) for (; step < to.steps; step++) foldStep(fold, step)
}

function foldStep<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  fold: Fold<Source, Fact, Common, K, Effect>,
  step: number,
): void {
  const recipe = fold.common.recipes[step]
  const fact = fold.common.steps.facts[step]
  const context = fold.contexts[step + 1]
  if (recipe === undefined || fact === undefined || context === undefined) return
  recipe(fold.draft.records, fact, context)
  fold.folded?.(fact)
}

import type { Kinds } from './field.ts'
import { compareFoldOrder } from './order.ts'
import type { CommonAt, Projection, Typed } from './projection.ts'

/** What all units share from one instant on, and the fact that made it so. */
export interface CommonStep<Source, Common> {
  readonly fact: Source
  readonly common: Common
}

/** The history of what all units share: a step function of time. */
export interface CommonHistory<Source, Common> extends CommonAt<Common> {
  readonly initial: Common
  /** In the order of folding. */
  readonly steps: readonly CommonStep<Source, Common>[]
}

/** Folds the facts of no unit, in the order of folding, into the history of what all units share. */
export function foldCommon<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  projection: Projection<Source, Fact, Common, K, Effect>,
  sources: readonly Source[],
): CommonHistory<Source, Common> {
  const { initial, fold } = projection.common
  let common = initial
  const steps = [...sources].sort(compareFoldOrder).map((fact) => {
    common = fold(common, fact)
    return { fact, common }
  })
  const at = (instant: number): Common => {
    let found = initial
    for (const step of steps) {
      if (step.fact.occurredAt > instant) break
      found = step.common
    }
    return found
  }
  return { initial, steps, at }
}

import {
  type CommonAt,
  type Context,
  foldCommon,
  type Kinds,
  type Projection,
  type Recipe,
  type Typed,
} from '@tidemark/projection'
import { agreeUntil, countThrough, type Ordered, ordered } from '../facts/ordered.ts'

/** The history of what all units share, laid out for folding units against it. */
export interface CommonReplay<Source extends Typed, Fact, Common, K extends Kinds, Effect>
  extends CommonAt<Common> {
  /** The facts of no unit, in the order of folding. */
  readonly steps: Ordered<Source>
  /** The recipe each step has for the units that have begun, if any. */
  readonly recipes: readonly (Recipe<K, Fact | Source, Common, Effect> | undefined)[]
  /** What is in force after so many steps. */
  readonly inForce: readonly Common[]
  /** The same, as recipes are given it while nobody listens. */
  readonly contexts: readonly Context<Common, Effect>[]
}

/** Folds the facts of no unit, in whatever order they come. */
export function replayCommon<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  projection: Projection<Source, Fact, Common, K, Effect>,
  sources: readonly Source[],
): CommonReplay<Source, Fact, Common, K, Effect> {
  const history = foldCommon(projection, sources)
  const steps = ordered(history.steps.map((step) => step.fact))
  const inForce = [history.initial, ...history.steps.map((step) => step.common)]
  return {
    steps,
    recipes: steps.facts.map((fact) => projection.on[fact.type]),
    inForce,
    contexts: contextsOf(inForce, undefined),
    // Every count of steps has its entry; foldCommon's own search walks from the start each time.
    at: (instant) => inForce[countThrough(steps, instant)] ?? history.initial,
  }
}

export function contextsOf<Common, Effect>(
  inForce: readonly Common[],
  emit: ((effect: Effect) => void) | undefined,
): readonly Context<Common, Effect>[] {
  return inForce.map((common) => Object.freeze({ common, emit }))
}

/** The instant before which two common histories are the same. */
export function commonAgreesUntil(a: { readonly steps: Ordered<Typed> }, b: typeof a): number {
  return a === b ? Infinity : agreeUntil(a.steps.facts, b.steps.facts)
}

import type { CommonAt, Kinds, Projection, Typed } from '@tidemark/projection'
import type { UnitRows } from './dictionary.ts'
import { agreeUntil, earliest, type FactList, factList, insertFacts } from './facts.ts'

/** What a timeline knows of one unit. */
export interface Unit<Source extends Typed, Fact extends Typed> {
  readonly key: string
  readonly rows: UnitRows
  /** In the order of recording. */
  readonly sources: Source[]
  /** That of the last source; -1 before the first. */
  lastPosition: number
  /** In the order of folding: what the first {@link taken} sources mean. */
  facts: FactList<Fact>
  taken: number
  /** Whether no source concerns others, so that each is its own fact. */
  plain: boolean
  /** The common history the facts were prepared with. */
  preparedWith: CommonAt<unknown> | undefined
  /** Kept start states of slices are right for this unit up to this instant. */
  keptUntil: number
}

export function createUnit<Source extends Typed, Fact extends Typed>(
  key: string,
  rows: UnitRows,
): Unit<Source, Fact> {
  return {
    key,
    rows,
    sources: [],
    lastPosition: -1,
    facts: factList<Fact>([]),
    taken: 0,
    plain: true,
    preparedWith: undefined,
    keptUntil: Infinity,
  }
}

/** Brings the facts of a unit up to its sources, and notes from when on they changed. */
export function takeSources<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  projection: Projection<Source, Fact, Common, K, Effect>,
  unit: Unit<Source, Fact>,
  common: CommonAt<Common>,
): void {
  const isCurrent = unit.taken === unit.sources.length
  if (isCurrent && (unit.plain || unit.preparedWith === common)) return
  const more = unit.sources.slice(unit.taken)
  unit.plain &&= !more.some((source) => projection.concernsOthers(source))
  if (unit.plain) {
    unit.keptUntil = Math.min(unit.keptUntil, earliest(more))
    insertFacts(unit.facts, asFacts(more))
  } else {
    const facts = preparedFacts(projection, unit.sources, common)
    unit.keptUntil = Math.min(unit.keptUntil, agreeUntil(unit.facts, facts))
    unit.facts = facts
  }
  unit.preparedWith = common
  unit.taken = unit.sources.length
}

/** The facts of sources of one unit, in the order of folding. */
export function preparedFacts<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  projection: Projection<Source, Fact, Common, K, Effect>,
  sources: readonly Source[],
  common: CommonAt<Common>,
): FactList<Fact> {
  return factList(projection.prepare(sources, common))
}

/** Sources of a plain unit as facts. */
export function asFacts<Source extends Typed, Fact extends Typed>(
  sources: readonly Source[],
): readonly Fact[] {
  // `prepare` promises to give back an event that no other concerns as the same object: it is a fact already.
  return sources as readonly Typed[] as readonly Fact[]
}

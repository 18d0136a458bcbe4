import type { Placed } from '@tidemark/projection'
import { insertInOrder } from './ordered.ts'

/**
 * What a unit has within one slice, as objects.
 *
 * Its sources there are the facts that were not made and the asides.
 */
export interface Segment<Source, Fact> {
  /** What is folded, in the order of folding. */
  readonly facts: Fact[]
  /** Those of the facts that `prepare` made: no source looks like them. */
  readonly made: Set<Fact>
  /** Sources that are not folded as they are (corrections, and what they correct), in the order of folding. */
  readonly asides: Source[]
}

export function emptySegment<Source, Fact>(): Segment<Source, Fact> {
  return { facts: [], made: new Set(), asides: [] }
}

/** How many rows a segment takes. */
export function rowsIn<Source, Fact>({ facts, asides }: Segment<Source, Fact>): number {
  return facts.length + asides.length
}

/** Adds a source that is its own fact. */
export function addPlain<Source extends Placed, Fact extends Placed>(
  { facts }: Segment<Source, Fact>,
  source: Source,
): void {
  insertInOrder(facts, asFact<Source, Fact>(source))
}

/** Adds a source that is yet to be prepared. */
export function addAside<Source extends Placed, Fact extends Placed>(
  { asides }: Segment<Source, Fact>,
  source: Source,
): void {
  insertInOrder(asides, source)
}

/** The sources of a segment, in no order. */
export function sourcesIn<Source extends Placed, Fact extends Placed>({
  facts,
  made,
  asides,
}: Segment<Source, Fact>): readonly Source[] {
  const plain = made.size === 0 ? facts : facts.filter((fact) => !made.has(fact))
  return [...asides, ...plain.map((fact) => asSource<Source, Fact>(fact))]
}

/** A source that no other concerns, as a fact. */
export function asFact<Source extends Placed, Fact extends Placed>(source: Source): Fact {
  // `prepare` promises to give back an event that no other concerns as the same object: it is a fact already.
  return source as Placed as Fact
}

/** A fact that was not made, as the source it is. */
export function asSource<Source extends Placed, Fact extends Placed>(fact: Fact): Source {
  // Facts that were not made came in as sources.
  return fact as Placed as Source
}

import type { CommonAt, Placed, Typed } from '@tidemark/projection'
import type { UnitRows } from '../records/dictionary.ts'

/** What a timeline knows of one unit; its sources and facts are in the slices. */
export interface Unit<Source extends Typed, Fact extends Typed> {
  readonly key: string
  /** Its number: units are numbered as they come. */
  readonly index: number
  readonly rows: UnitRows
  /** The position of the last source; -1 before the first. */
  lastPosition: number
  /** Whether no source concerns others, so that each is its own fact. */
  plain: boolean
  /** The ids that its sources name, as of the last time it was prepared; `undefined` where nobody knows. */
  named: ReadonlySet<string> | undefined
  /** Whether there are sources that are yet to be prepared. */
  stale: boolean
  /** Those sources, as they came; {@link FEW_FRESH} and no more are listed where there are so many, or more. */
  fresh: readonly Source[]
  /** The last position of a source that concerns others, or that is not folded as it is; -1 without any. */
  lastPrepared: number
  /** Where the first fact stands. */
  first: Placed | undefined
  /** The common history the facts were prepared with. */
  preparedWith: CommonAt<unknown> | undefined
  /** Journals and keyframes are right for this unit up to this instant. */
  keptUntil: number
  /** Counts what was done to it, so that work done in steps knows what it missed. */
  changes: number
  /** Told apart from units of other kinds by what they hold. */
  readonly of?: readonly [Source, Fact]
}

/** From so many fresh sources on, all of the unit's are prepared. */
export const FEW_FRESH = 8

const NONE: readonly never[] = []
const NOBODY: ReadonlySet<string> = new Set()

export function createUnit<Source extends Typed, Fact extends Typed>(
  key: string,
  index: number,
  rows: UnitRows,
): Unit<Source, Fact> {
  return {
    key,
    index,
    rows,
    lastPosition: -1,
    plain: true,
    named: NOBODY,
    stale: false,
    fresh: NONE,
    lastPrepared: -1,
    first: undefined,
    preparedWith: undefined,
    keptUntil: Infinity,
    changes: 0,
  }
}

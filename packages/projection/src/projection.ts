import type { Kinds, RecordOf } from './field.ts'
import type { Placed } from './order.ts'
import type { Shortcut } from './shortcut.ts'

/** The records of one kind in one unit, by key. */
export interface RecordSet<R> {
  /** The record under `key`, made with its initial values if it is not there yet. */
  at(key: string): R
  /** The record under `key`, if it is there. */
  find(key: string): R | undefined
  /** Forgets the record under `key`. */
  remove(key: string): void
  /** The keys that are there, by code point. */
  keys(): readonly string[]
}

/** What a recipe may change: the records of its unit, by kind. */
export type Draft<K extends Kinds> = { readonly [Kind in keyof K]: RecordSet<RecordOf<K[Kind]>> }

/** What a recipe knows beside its unit's own records. */
export interface Context<Common, Effect> {
  /** What is common to all units, as in force at the fact. */
  readonly common: Common
  /** Present while someone listens: tells what a fact did, for stock cards, bridges and anomaly lists. */
  readonly emit: ((effect: Effect) => void) | undefined
}

/** Something that happened, of a type, at a place in time and knowledge. */
export interface Typed extends Placed {
  readonly type: string
}

/** Changes the draft as one fact demands. Pure: no clock, no I/O, nothing kept outside the draft. */
export type Recipe<K extends Kinds, Fact, Common, Effect> = (
  draft: Draft<K>,
  fact: Fact,
  context: Context<Common, Effect>,
) => void

/** What all units share, in force at an instant. */
export interface CommonAt<Common> {
  at(instant: number): Common
}

/** How sources name each other: `prepare` makes something else of a source only when another of its unit names its id. */
export interface Naming<Source> {
  readonly idOf: (source: Source) => string
  /** The ids that a source which concerns others names, whether there are such sources or not. */
  readonly namesOf: (source: Source) => readonly string[]
}

/**
 * A projection: what is kept of the events of each unit (an item, say), and how facts change it.
 *
 * `Source` is an event as recorded, `Fact` what it means once later corrections are applied to it.
 */
export interface Projection<
  Source extends Typed = Typed,
  Fact extends Typed = Typed,
  Common = unknown,
  K extends Kinds = Kinds,
  Effect = unknown,
> {
  readonly name: string
  /** Raised when state or meaning changes: kept slices of another version are discarded. */
  readonly version: number
  readonly records: K
  /** The unit an event belongs to; `null` when it concerns all units. */
  readonly unitOf: (event: Source | Fact) => string | null
  /** What all units share: facts of no unit fold into it, before any unit's fact of the same instant. */
  readonly common: {
    readonly initial: Common
    readonly fold: (common: Common, event: Source) => Common
  }
  /**
   * The facts of one unit in the order of folding, from its events in the order of recording: corrections
   * applied, ids that other facts name marked. Pure and local: an event that no other concerns comes back
   * as the same object, whatever else is there.
   */
  readonly prepare: (sources: readonly Source[], common: CommonAt<Common>) => readonly Fact[]
  /** Whether `prepare` may do more than place this event in order. */
  readonly concernsOthers: (source: Source) => boolean
  /**
   * How sources that concern others name them: what `prepare` makes of sources that name each other, directly or by way of
   * others, is the same whatever else there is. With it, what none has named is placed in order, and a new correction prepared
   * with what it names, without preparing all others of the unit again.
   */
  readonly naming?: Naming<Source> | undefined
  /** One recipe a type; a type of no unit is given to every unit that has begun. */
  readonly on: { readonly [type: string]: Recipe<K, Fact | Source, Common, Effect> | undefined }
  /** Shortcuts past the recipes of some types, for where nobody listens. Without them the answers are the same. */
  readonly shortcuts?: { readonly [type: string]: Shortcut<K, Common> | undefined } | undefined
}

/**
 * Declares a projection; the types of sources, facts, records and effects are inferred from it.
 *
 * @example
 * interface Sale extends Typed { readonly item: string; readonly day: string; readonly units: bigint }
 * const sold = defineProjection({
 *   name: 'sold',
 *   version: 1,
 *   records: { day: { units: micros } },
 *   unitOf: ({ item }: Sale) => item,
 *   common: { initial: null, fold: () => null },
 *   prepare: (sales) => sales.toSorted(compareFoldOrder),
 *   concernsOthers: () => false,
 *   on: {
 *     Sale: (draft, { day, units }) => {
 *       draft.day.at(day).units += units
 *     },
 *   },
 * })
 */
export function defineProjection<
  Source extends Typed,
  Fact extends Typed,
  Common,
  const K extends Kinds,
  Effect,
>(projection: Projection<Source, Fact, Common, K, Effect>): Projection<Source, Fact, Common, K, Effect> {
  return projection
}

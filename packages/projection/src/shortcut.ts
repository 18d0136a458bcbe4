import type { Field, Fields, Kinds } from './field.ts'

/**
 * The numbers of a record as doubles: micros and moments as they are, flags as 1 or 0; NaN where there is none.
 *
 * Texts and JSON values have no place in it.
 */
export type NumbersOf<F extends Fields> = {
  -readonly [Name in keyof F as F[Name] extends Field<infer T>
    ? NonNullable<T> extends bigint | number | boolean
      ? Name
      : never
    : never]: number
}

/** The records of one kind in one unit, as far as they are numbers. Those with one that no double is sure to hold exactly are not found. */
export interface NumberRecords<R> {
  /** The record under `key`, to read. */
  find(key: string): Readonly<R> | undefined
  /** The record under `key`, to change. */
  change(key: string): R | undefined
  /** The same, made with its initial values if it is not there yet. */
  make(key: string): R | undefined
  /** Whether there is a record under `key`. */
  has(key: string): boolean
}

/** The records of a unit, by kind, as far as they are numbers. */
export type Numbers<K extends Kinds> = { readonly [Kind in keyof K]: NumberRecords<NumbersOf<K[Kind]>> }

/** How a shortcut reads a field of a fact: micros and moments as doubles (micros that are absent: NaN), texts as they are. */
export type ShortField = 'micros' | 'instant' | 'text'

/** The fields of a fact that a shortcut reads. */
export type ShortFields = { readonly [name: string]: ShortField }

/** A fact as a shortcut reads it. */
export type ShortFact<Reads extends ShortFields> = {
  readonly [Name in keyof Reads]: Reads[Name] extends 'text' ? string : number
}

/**
 * What a recipe does with facts that are common and plain, said once more in doubles: a replay folds them many times as fast.
 *
 * It never decides what is right. It has to do exactly what the recipe does, or to give up; what it cannot work out exactly is
 * NaN, and a number that becomes NaN, or too large to be sure, undoes the whole fact and leaves it to the recipe.
 */
export interface Shortcut<K extends Kinds, Common, Reads extends ShortFields = ShortFields> {
  /** The fields of the fact it reads. Micros may be absent, texts may not. */
  readonly reads: Reads
  /** Fields that make no difference to it. A fact with any other is left to the recipe. */
  readonly ignores: readonly string[]
  /** Changes records as the recipe would. `false`: it gave up, and whatever it changed is undone. */
  readonly fold: (records: Numbers<K>, fact: ShortFact<Reads>, common: Common) => boolean
}

/** Numbers that a shortcut finds in records, and leaves there, are smaller than this: sums of a few of them are exact. */
export const SURE = 2 ** 50

/**
 * Declares a shortcut: the fact that it is given is typed by what it reads.
 *
 * @example
 * interface Sale extends Typed { readonly item: string; readonly till: string; readonly units: bigint; readonly paid: bigint }
 * const records = { till: { units: micros, takings: micros } }
 * const sold = defineProjection({
 *   name: 'sold by till',
 *   version: 1,
 *   records,
 *   unitOf: ({ item }: Sale) => item,
 *   common: { initial: null, fold: () => null },
 *   prepare: (sales) => sales.toSorted(compareFoldOrder),
 *   concernsOthers: () => false,
 *   on: {
 *     Sale: (draft, { till, units, paid }) => {
 *       const here = draft.till.at(till)
 *       here.units += units
 *       here.takings += paid
 *     },
 *   },
 *   shortcuts: {
 *     Sale: defineShortcut({
 *       reads: { till: 'text', units: 'micros', paid: 'micros' },
 *       ignores: ['type', 'item', 'occurredAt', 'position'],
 *       fold: (numbers: Numbers<typeof records>, { till, units, paid }) => {
 *         const here = numbers.till.make(till)
 *         if (here === undefined) return false // it holds numbers that doubles may not
 *         here.units += units
 *         here.takings += paid
 *         return true
 *       },
 *     }),
 *   },
 * })
 */
export function defineShortcut<K extends Kinds, Common, const Reads extends ShortFields>(
  shortcut: Shortcut<K, Common, Reads>,
): Shortcut<K, Common> {
  // Whoever takes it gives it just what it reads.
  return shortcut as unknown as Shortcut<K, Common>
}

import { type Draft as ImmerDraft, isDraft, original, produce } from 'immer'
import { type Field, json } from './field.ts'
import type { Context, Projection, Recipe, Typed } from './projection.ts'
import type { UnitState } from './pure.ts'

/** What a projection without fields keeps of a unit: one value of any shape. */
export type Whole<State> = { readonly whole: { readonly state: Field<State> } }

/**
 * What becomes of the state of a unit by one fact: it is changed in place, or another is given back, as immer has it.
 * Pure: no clock, no I/O, nothing kept outside the state.
 */
export type Reduce<State, Fact, Common, Effect> = (
  state: ImmerDraft<State>,
  fact: Fact,
  context: Context<Common, Effect>,
  // biome-ignore lint/suspicious/noConfusingVoidType: what changes the state in place gives nothing back, which is void to TypeScript 5.
) => State | ImmerDraft<State> | undefined | void

/** What a reducer is declared with: as a projection, but for a state of any shape in place of records and their fields. */
export interface ReducerInput<Source extends Typed, Fact extends Typed, Common, State, Effect>
  extends Omit<Projection<Source, Fact, Common, Whole<State>, Effect>, 'records' | 'on' | 'shortcuts'> {
  /** The state of a unit before anything happened: plain data. */
  readonly initial: State
  /** One function a type of fact. */
  readonly on: { readonly [type: string]: Reduce<State, Fact | Source, Common, Effect> | undefined }
}

/** A projection without fields, and its state where a view has the records of a unit. */
export interface Reducer<Source extends Typed, Fact extends Typed, Common, State, Effect>
  extends Projection<Source, Fact, Common, Whole<State>, Effect> {
  /** The state of a unit as a view tells it; `undefined` for a unit that has no fact. Frozen. */
  readonly stateIn: (unit: UnitState<Whole<State>> | undefined) => State | undefined
}

/** The only record there is. */
const KEY = 'state'

/**
 * Declares a projection of any plain data, without a list of fields: quickly written, with the same answers. A replay keeps and
 * compares whole states where it keeps numbers of a projection with fields, so it takes several times as long.
 *
 * @example
 * interface Sale extends Typed { readonly item: string; readonly customer: string; readonly units: number }
 * const buyers = defineReducer({
 *   name: 'buyers',
 *   version: 1,
 *   initial: {} as { [customer: string]: number },
 *   unitOf: ({ item }: Sale) => item,
 *   common: { initial: null, fold: () => null },
 *   prepare: (sales) => sales.toSorted(compareFoldOrder),
 *   concernsOthers: () => false,
 *   on: {
 *     Sale: (units, sale) => {
 *       units[sale.customer] = (units[sale.customer] ?? 0) + sale.units
 *     },
 *   },
 * })
 */
export function defineReducer<Source extends Typed, Fact extends Typed, Common, State, Effect>({
  initial,
  on,
  ...rest
}: ReducerInput<Source, Fact, Common, State, Effect>): Reducer<Source, Fact, Common, State, Effect> {
  const recipes = Object.entries(on).map(([type, reduce]) => [type, reduce && recipeOf(reduce)] as const)
  return {
    ...rest,
    records: { whole: { state: json(initial) } },
    on: Object.fromEntries(recipes),
    stateIn: (unit) => {
      if (unit === undefined) return undefined
      const { whole } = unit
      return Object.hasOwn(whole, KEY) ? whole[KEY]?.state : initial
    },
  }
}

function recipeOf<State, Fact, Common, Effect>(
  reduce: Reduce<State, Fact, Common, Effect>,
): Recipe<Whole<State>, Typed, Common, Effect> {
  return (draft, fact, context) => {
    const record = draft.whole.at(KEY)
    // Under the pure driver it comes as a draft, which never was changed in place.
    const before: unknown = isDraft(record.state) ? original<unknown>(record.state) : record.state
    // Whoever calls it hands each function the facts of its own type.
    const next = (state: unknown) => reduce(state as ImmerDraft<State>, fact as Fact & Typed, context)
    record.state = produce(before, next as (state: unknown) => undefined) as State
  }
}

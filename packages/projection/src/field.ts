import type { Micros } from './micros.ts'

/** How a value is kept: columns of a replay hold each kind in the tightest exact form. */
export type FieldKind = 'micros' | 'instant' | 'flag' | 'text' | 'json'

/** One field of a record: what it holds and what it holds before anything happened. */
export interface Field<T> {
  readonly kind: FieldKind
  readonly initial: T
}

/** The fields of one kind of record, by name. */
export type Fields = { readonly [name: string]: Field<unknown> }

/** A record as a recipe sees it: mutable, one property a field. */
export type RecordOf<F extends Fields> = {
  -readonly [Name in keyof F]: F[Name] extends Field<infer T> ? T : never
}

/** The kinds of record a projection keeps for each unit, by name. */
export type Kinds = { readonly [kind: string]: Fields }

/** An exact number, 0 at first; `micros.optional` is `null` until set. */
export const micros: Field<Micros> & { readonly optional: Field<Micros | null> } = {
  kind: 'micros',
  initial: 0n,
  optional: { kind: 'micros', initial: null },
}

/** A moment in milliseconds since the epoch, `null` until it happened. */
export const instant: Field<number | null> = { kind: 'instant', initial: null }

/** Yes or no; `flag.optional` is `null` until set, `flag.on` starts as yes. */
export const flag: Field<boolean> & {
  readonly on: Field<boolean>
  readonly optional: Field<boolean | null>
} = {
  kind: 'flag',
  initial: false,
  on: { kind: 'flag', initial: true },
  optional: { kind: 'flag', initial: null },
}

/** Short text that repeats (names, codes, ids), `null` until set; each distinct text is kept once. */
export const text: Field<string | null> = { kind: 'text', initial: null }

/** A small plain JSON value that is replaced as a whole, never changed in place. */
export function json<T>(initial: T): Field<T> {
  return { kind: 'json', initial }
}

/** A new record with every field as it is before anything happened. */
export function initialRecord<F extends Fields>(fields: F): RecordOf<F> {
  // Not set one by one: `__proto__` may be the name of a field.
  const record = Object.fromEntries(Object.entries(fields).map(([name, { initial }]) => [name, initial]))
  // Every field of F was just set from its own `initial`, which RecordOf types by field.
  return record as RecordOf<F>
}

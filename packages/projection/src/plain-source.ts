/** How a field of a source is told. */
export type PlainWay =
  /** The instant it occurred at. */
  | 'time'
  /** Its position. */
  | 'position'
  /** The key of its unit. */
  | 'unit'
  /** The same in all sources of the form. */
  | 'constant'
  /** A text. */
  | 'text'
  /** Micros, as the double that holds them. */
  | 'micros'
  /** A whole number. */
  | 'whole'

/** A field of sources of one form. */
export interface PlainField {
  readonly name: string
  readonly way: PlainWay
  /** Where its value stands among those that are told. */
  readonly place: number
  readonly constant?: string
}

/** What sources have in common that have the same fields, each of one kind. */
export interface PlainForm {
  /** In their order. */
  readonly fields: readonly PlainField[]
  /** Whether they concern others, as the projection they are for sees it. */
  readonly concernsOthers: boolean
}

/** A source told field by field, for whoever needs no object of it. */
export interface PlainSource {
  readonly form: PlainForm
  readonly unit: string
  readonly occurredAt: number
  readonly position: number
  /** By place. */
  readonly values: readonly (string | number)[]
}

import {
  compareCodePoints,
  Decimal,
  type DecimalInput,
  formatMicros,
  type Micros,
  magnitude,
  ProjectionError,
  toMicros,
} from '@tidemark/projection'
import { z } from 'zod'
import { type DomainErrorCode, domainErrors } from '../errors.ts'
import { once } from '../made-once.ts'
import { formatInstant, isLocalDate, isWritable, parseInstant } from './instant.ts'

/** Marks a zod issue with the code of {@link domainErrors} that it stands for. */
function refusal(code: string, message: string) {
  return { code: 'custom' as const, message, params: { code } }
}

/** The same of a value that cannot be read, with what can be; `said` is what a DomainError says of it. */
function unreadable(code: DomainErrorCode, said: string) {
  return { code: 'custom' as const, message: `${said}: ${domainErrors[code]}`, params: { code, said } }
}

/** What is neither text nor number of any kind. */
const notANumber = unreadable('NOT_A_NUMBER', 'not a number')
const notAnInstant = unreadable('INVALID_INSTANT', 'not an instant')

// Each kind of field is one schema, made when it is first asked for: readers know the kind by it.

const decimalInput = once(() =>
  z.custom<DecimalInput>(
    (value) => typeof value === 'string' || typeof value === 'number' || Decimal.isDecimal(value),
    { error: notANumber.message, params: notANumber.params },
  ),
)

/** A signed number: exact micros inside, a decimal string in files and in the log. */
export const signed = once(() =>
  z.codec(decimalInput(), z.bigint(), {
    decode: (input, ctx): Micros => {
      try {
        return toMicros(input)
      } catch (error) {
        if (!(error instanceof ProjectionError)) throw error
        // Of the errors of projections those about numbers alone come up here, and the domain has the same.
        ctx.issues.push({ ...unreadable(error.code as DomainErrorCode, shownNumber(input)), input })
        return z.NEVER
      }
    },
    encode: formatMicros,
  }),
)

/** So much of a text that is no number is shown. */
const SHOWN = 60

function shownNumber(input: DecimalInput): string {
  const text = String(input).slice(0, SHOWN)
  return text.trim() === '' ? JSON.stringify(text) : text
}

/** A number above zero. */
export const positive = once(() => signed().refine((value) => value > 0n, { error: 'must be above zero' }))

/** Zero or above. */
export const notNegative = once(() =>
  signed().refine((value) => value >= 0n, { error: 'must not be below zero' }),
)

/** Not zero. */
export const notZero = once(() => signed().refine((value) => value !== 0n, { error: 'must not be zero' }))

const instantInput = once(() =>
  z.custom<string | Date>((value) => typeof value === 'string' || value instanceof Date, {
    error: notAnInstant.message,
    params: notAnInstant.params,
  }),
)

/** A moment: milliseconds inside, ISO 8601 UTC in files and in the log; a `Date` is welcome. */
export const instant = once(() =>
  z.codec(instantInput(), z.number(), {
    decode: (input, ctx): number => {
      const at = typeof input === 'string' ? parseInstant(input) : input.getTime()
      if (at !== null && isWritable(at)) return at
      const said = `${JSON.stringify(input)} is not an instant`
      ctx.issues.push({ ...unreadable('INVALID_INSTANT', said), input })
      return z.NEVER
    },
    encode: formatInstant,
  }),
)

/** A calendar date without a time, such as an expiry. */
export const localDate = once(() =>
  z.string().refine(isLocalDate, { error: 'not a calendar date', params: { code: 'INVALID_DATE' } }),
)

/** Any text of the host's: trimmed, 1 to 256 characters. */
export const text = once(() =>
  z
    .string()
    .trim()
    .min(1)
    .max(256)
    .refine((value) => value.isWellFormed(), { error: 'is not well-formed Unicode' }),
)

/** Values by names of the host's own, kept in the order of the names: equal content is equal JSON. */
export function keyed<Value extends z.ZodType>(value: Value) {
  return z.record(text(), value).overwrite(inOrderOfNames)
}

function inOrderOfNames<Values extends object>(values: Values): Values {
  const sorted = Object.entries(values).sort(([a], [b]) => compareCodePoints(a, b))
  // The same names with the same values.
  return Object.fromEntries(sorted) as Values
}

/** Freight, duty and the like, on top of the bare cost. */
export const charges = once(() => z.array(z.strictObject({ code: text(), amount: signed() })).max(100))

/** Which lots a movement takes or brings. */
export const lots = once(() =>
  z
    .array(z.strictObject({ lot: text(), quantity: positive(), expiresOn: localDate().optional() }))
    .max(1000)
    .optional(),
)

/** The fields every event may carry. */
export const common = once(() => ({
  document: text().optional(),
  line: text().optional(),
  actor: text().optional(),
  reason: text().optional(),
  note: text().optional(),
  tags: keyed(text()).optional(),
  entered: z.strictObject({ quantity: signed(), unit: text() }).optional(),
  late: z.literal('accept').optional(),
}))

/** One event type: its name, its own fields, and the fields every event has. */
export function eventOf<const Type extends string, Shape extends z.ZodRawShape>(type: Type, shape: Shape) {
  // A field of the type's own takes the place of the common one; a plain spread would type it as both at once.
  const fields: Omit<ReturnType<typeof common>, keyof Shape> & Shape = { ...common(), ...shape }
  return z.strictObject({ id: text(), type: z.literal(type), occurredAt: instant(), ...fields })
}

/** A refusal when the lots add up to more than the quantity. */
export function lotsWithinQuantity(
  event: { quantity: Micros; lots?: readonly { quantity: Micros }[] | undefined },
  ctx: z.RefinementCtx,
): void {
  if (event.lots === undefined) return
  if (sizeOfLots(event.lots) <= magnitude(event.quantity)) return
  ctx.addIssue({ ...refusal('LOTS_EXCEED_QUANTITY', 'lots exceed the quantity'), path: ['lots'] })
}

/** How much is in lots, which way it may move. */
export function sizeOfLots(lots: readonly { readonly quantity: Micros }[] | undefined): Micros {
  return (lots ?? []).reduce((sum, lot) => sum + magnitude(lot.quantity), 0n)
}

/** A refusal unless exactly one of two ways to say a thing is used. */
export function exactlyOne<Event extends object>(first: keyof Event & string, second: keyof Event & string) {
  return (event: Event, ctx: z.RefinementCtx): void => {
    const given = Number(event[first] !== undefined) + Number(event[second] !== undefined)
    if (given === 1) return
    const code = given === 0 ? 'MISSING_FIELD' : 'INVALID_FIELD'
    ctx.addIssue({ ...refusal(code, `give either ${first} or ${second}`), path: [first] })
  }
}

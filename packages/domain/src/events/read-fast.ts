import { compareCodePoints, formatMicros, type MakeObject, makerOf, toMicros } from '@tidemark/projection'
import { z } from 'zod'
import { notNegative, notZero, positive, text } from './fields.ts'
import { formatInstant, isWritable, parseInstant } from './instant.ts'

/** Stands for whatever is not plainly good: the schema itself must look at it and say what is wrong. */
export const UNSURE = Symbol('unsure')

/** The validated value of an input, or {@link UNSURE}. */
export type Reader = (input: unknown) => unknown

/** The same of an object some of whose fields stand elsewhere (`beside`), and others do not matter. */
export type PartedReader = (input: unknown, beside?: object, ignored?: ReadonlySet<string>) => unknown

/**
 * A reader that gives for good input what the schema gives, several times faster, and {@link UNSURE} for the rest.
 *
 * It reads by hand the kinds of field that every movement has, and asks zod for the others. Rules over several fields
 * are the schema's own.
 */
export function readerOf(schema: z.core.$ZodType): Reader {
  if (schema instanceof z.ZodObject && isStrict(schema) && hasOwnRulesOnly(schema))
    return objectReader(schema)
  if (schema === text()) return readText
  if (schema instanceof z.ZodOptional) return readerOf(schema.unwrap())
  if (schema instanceof z.ZodLiteral && schema.values.size === 1) {
    const [only] = schema.values
    return (input) => (input === only ? input : UNSURE)
  }
  if (schema === positive()) return microsThat((micros) => micros > 0n)
  if (schema === notNegative()) return microsThat((micros) => micros >= 0n)
  if (schema === notZero()) return microsThat((micros) => micros !== 0n)
  if (schema instanceof z.ZodCodec && hasOwnRulesOnly(schema)) {
    if (schema.def.reverseTransform === formatMicros) return withRules(schema, readMicros)
    if (schema.def.reverseTransform === formatInstant) return withRules(schema, readInstant)
  }
  if (schema instanceof z.ZodRecord && schema.keyType === text())
    return recordReader(readerOf(schema.valueType))
  return (input) => {
    if (hidesAField(input)) return UNSURE
    const result = z.safeParse(schema, input)
    return result.success ? result.data : UNSURE
  }
}

/** {@link readerOf} of an event, whose fields may stand apart. */
export function eventReaderOf(schema: z.core.$ZodType): PartedReader {
  if (schema instanceof z.ZodObject && isStrict(schema) && hasOwnRulesOnly(schema))
    return objectReader(schema)
  return () => UNSURE
}

const LONGEST_TEXT = 256

function readText(input: unknown): unknown {
  if (typeof input !== 'string') return UNSURE
  const trimmed = input.trim()
  const good = trimmed !== '' && trimmed.length <= LONGEST_TEXT && trimmed.isWellFormed()
  return good ? trimmed : UNSURE
}

function readMicros(input: unknown): unknown {
  if (typeof input !== 'string' && typeof input !== 'number') return UNSURE
  try {
    return toMicros(input)
  } catch {
    return UNSURE
  }
}

function microsThat(isGood: (micros: bigint) => boolean): Reader {
  return (input) => {
    const micros = readMicros(input)
    return typeof micros === 'bigint' && isGood(micros) ? micros : UNSURE
  }
}

function readInstant(input: unknown): unknown {
  const at = typeof input === 'string' ? parseInstant(input) : input instanceof Date ? input.getTime() : null
  return at !== null && isWritable(at) ? at : UNSURE
}

/** A field of an object, under the bit that says whether it is there. */
interface FieldReader {
  readonly name: string
  readonly number: number
  readonly read: Reader
  readonly isOptional: boolean
}

/** Sets of fields are kept as bits of a number: objects with more fields are left to the schema. */
const MOST_FIELDS = 30

function objectReader(schema: z.ZodObject): PartedReader {
  const fields = Object.entries(schema.shape).map(
    ([name, field], number): FieldReader => ({
      name,
      number,
      read: readerOf(field),
      isOptional: field instanceof z.ZodOptional,
    }),
  )
  if (fields.length > MOST_FIELDS) return manyFieldsReader(schema, fields)
  const byName = new Map(fields.map((field) => [field.name, field]))
  const needed = fields.reduce((bits, field) => (field.isOptional ? bits : bits | (1 << field.number)), 0)
  const makers = new Map<number, MakeObject>()
  // Lent to one reading after the other: no event holds another of its kind.
  const values: unknown[] = new Array(fields.length).fill(undefined)
  /** Reads fields into the list; the bits of those that are there, -1 when one is not plainly good. */
  const readInto = (input: object, ignored: ReadonlySet<string> | undefined): number => {
    let present = 0
    for (const name in input) {
      if (ignored?.has(name) === true) continue
      const field = byName.get(name)
      if (field === undefined) return -1
      // Any object can be asked for any field.
      const inner = (input as { readonly [field: string]: unknown })[name]
      if (inner === undefined && field.isOptional) continue
      const good = field.read(inner)
      if (good === UNSURE) return -1
      values[field.number] = good
      present |= 1 << field.number
    }
    return present
  }
  const readFields: PartedReader = (input, beside, ignored) => {
    if (typeof input !== 'object' || input === null || Array.isArray(input)) return UNSURE
    const within = readInto(input, ignored)
    const outside = beside === undefined ? 0 : readInto(beside, undefined)
    // A field that stands twice says two things.
    if (within < 0 || outside < 0 || (within & outside) !== 0) return UNSURE
    const present = within | outside
    if ((present & needed) !== needed) return UNSURE
    let make = makers.get(present)
    if (make === undefined) {
      const there = fields.filter(({ number }) => (present & (1 << number)) !== 0)
      make = makerOf(
        there.map(({ name }) => name),
        there.map(({ number }) => number),
      )
      makers.set(present, make)
    }
    return make(values)
  }
  return withRules(schema, readFields)
}

function manyFieldsReader(schema: z.ZodObject, fields: readonly FieldReader[]): PartedReader {
  const names = new Set(fields.map(({ name }) => name))
  return withRules(schema, (parts, beside, ignored) => {
    if (typeof parts !== 'object' || parts === null || Array.isArray(parts)) return UNSURE
    const input = { ...parts, ...beside }
    for (const name of ignored ?? []) Reflect.deleteProperty(input, name)
    for (const name in input) if (!names.has(name)) return UNSURE
    const value: { [field: string]: unknown } = {}
    for (const { name, isOptional, read } of fields) {
      // Any object can be asked for any field.
      const inner = (input as { readonly [field: string]: unknown })[name]
      if (inner === undefined && isOptional) continue
      const good = read(inner)
      if (good === UNSURE) return UNSURE
      value[name] = good
    }
    return value
  })
}

/** Values by names of the host's own, in the order of the names, as `keyed` has them. */
function recordReader(read: Reader): Reader {
  return (input) => {
    if (!isPlainObject(input)) return UNSURE
    const names = Object.keys(input)
    if (names.length > 1) names.sort(compareCodePoints)
    const value: { [name: string]: unknown } = {}
    for (const name of names) {
      if (name === '__proto__' || readText(name) !== name) return UNSURE
      const good = read(input[name])
      if (good === UNSURE) return UNSURE
      value[name] = good
    }
    return value
  }
}

function isPlainObject(input: unknown): input is { readonly [name: string]: unknown } {
  if (typeof input !== 'object' || input === null) return false
  return Object.getPrototypeOf(input) === Object.prototype
}

function isStrict({ def }: z.ZodObject): boolean {
  return def.catchall?._zod.def.type === 'never'
}

/** Rules that only look and say no, such as those of `refine` and `superRefine`. */
function hasOwnRulesOnly({ _zod }: z.core.$ZodType): boolean {
  return (_zod.def.checks ?? []).every(
    (rule) => rule._zod.def.check === 'custom' && rule._zod.def.when === undefined,
  )
}

function withRules({ _zod }: z.core.$ZodType, read: PartedReader): PartedReader {
  const rules = _zod.def.checks ?? []
  if (rules.length === 0) return read
  return (input, beside, ignored) => {
    const value = read(input, beside, ignored)
    if (value === UNSURE) return UNSURE
    // A rule is typed by what it looks at, which is what was read.
    const payload: z.core.ParsePayload<never> = { value: value as never, issues: [] }
    for (const rule of rules) rule._zod.check(payload)
    return payload.issues.length === 0 ? value : UNSURE
  }
}

/** No event nests deeper: `branches`, a branch, `prices`. */
const DEEPEST = 3

/** Whether a field is named `__proto__`: zod leaves those out of records without a word. */
function hidesAField(value: unknown, depth = DEEPEST): boolean {
  if (typeof value !== 'object' || value === null || depth < 0) return false
  return (
    Object.hasOwn(value, '__proto__') || Object.values(value).some((inner) => hidesAField(inner, depth - 1))
  )
}

import { compareCodePoints, formatMicros, toMicros } from '@tidemark/projection'
import { z } from 'zod'
import { text } from './fields.ts'
import { formatInstant, isWritable, parseInstant } from './instant.ts'

/** Stands for whatever is not plainly good: the schema itself must look at it and say what is wrong. */
export const UNSURE = Symbol('unsure')

/** The validated value of an input, or {@link UNSURE}. */
export type Reader = (input: unknown) => unknown

/**
 * A reader that gives for good input what the schema gives, several times faster, and {@link UNSURE} for the rest.
 *
 * It reads by hand the kinds of field that every movement has, and asks zod for the others. Rules over several fields
 * are the schema's own.
 */
export function readerOf(schema: z.core.$ZodType): Reader {
  if (schema === text) return readText
  if (schema instanceof z.ZodOptional) return readerOf(schema.unwrap())
  if (schema instanceof z.ZodObject && isStrict(schema) && hasOwnRulesOnly(schema))
    return objectReader(schema)
  if (schema instanceof z.ZodCodec && hasOwnRulesOnly(schema)) {
    if (schema.def.reverseTransform === formatMicros) return withRules(schema, readMicros)
    if (schema.def.reverseTransform === formatInstant) return withRules(schema, readInstant)
  }
  if (schema instanceof z.ZodRecord && schema.keyType === text)
    return recordReader(readerOf(schema.valueType))
  return (input) => {
    if (hidesAField(input)) return UNSURE
    const result = z.safeParse(schema, input)
    return result.success ? result.data : UNSURE
  }
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

function readInstant(input: unknown): unknown {
  const at = typeof input === 'string' ? parseInstant(input) : input instanceof Date ? input.getTime() : null
  return at !== null && isWritable(at) ? at : UNSURE
}

function objectReader(schema: z.ZodObject): Reader {
  const fields = Object.entries(schema.shape).map(([name, field]) => ({
    name,
    isOptional: field instanceof z.ZodOptional,
    read: readerOf(field),
  }))
  const names = new Set(Object.keys(schema.shape))
  const readFields: Reader = (input) => {
    if (typeof input !== 'object' || input === null || Array.isArray(input)) return UNSURE
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
  }
  return withRules(schema, readFields)
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

function withRules({ _zod }: z.core.$ZodType, read: Reader): Reader {
  const rules = _zod.def.checks ?? []
  if (rules.length === 0) return read
  return (input) => {
    const value = read(input)
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

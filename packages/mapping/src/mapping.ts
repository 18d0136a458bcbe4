import { type EventType, eventSchemas, isEventType } from '@tidemark/domain'
import { z } from 'zod'
import { timeFormat } from './columns/time-format.ts'
import { MappingError } from './errors.ts'
import { requiredFields } from './required.ts'

/** What a cell may become beside text. */
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()])

const csv = z.strictObject({
  delimiter: z.string().min(1).max(4).default(','),
  encoding: z.string().default('utf-8').refine(isEncoding, { error: 'is not an encoding this system knows' }),
  /** The names of the columns of a file without a header. */
  header: z.array(z.string().min(1)).min(1).optional(),
})

const table = z.strictObject({ file: z.string().min(1), key: z.string().min(1), csv: csv.optional() })

const column = z.string().min(1)
const operand = z.union([column, z.number()])

const timeText = z.string().superRefine((format, ctx) => {
  const problem = problemOf(format)
  if (problem !== null) ctx.addIssue({ code: 'custom', message: problem })
})

const columnKinds = {
  instant: z
    .strictObject({
      instant: timeText,
      zone: z.string().refine(isTimeZone, { error: 'is not an IANA time zone' }).optional(),
      repeated: z.enum(['earlier', 'later']).optional(),
      of: column.optional(),
    })
    .refine(({ instant, zone }) => (zone === undefined) === instant.includes('XXX'), {
      error: 'needs a zone, unless its format names the offset (XXX)',
    }),
  date: z.strictObject({ date: timeText, of: column.optional() }),
  number: z.strictObject({
    number: z.strictObject({
      decimal: z.enum(['.', ',']).default('.'),
      group: z.string().length(1).optional(),
    }),
    of: column.optional(),
  }),
  values: z.strictObject({
    values: z.record(z.string(), scalar),
    otherwise: scalar.optional(),
    of: column.optional(),
  }),
  text: z.strictObject({ text: z.string().min(1) }),
  product: z.strictObject({ product: z.array(operand).min(2) }),
  sum: z.strictObject({ sum: z.array(operand).min(2) }),
  difference: z.strictObject({ difference: z.tuple([operand, operand]) }),
  negative: z.strictObject({ negative: column }),
  magnitude: z.strictObject({ magnitude: column }),
  take: z.strictObject({
    take: column,
    from: z.string().min(1),
    by: column,
    missing: z.literal('empty').optional(),
  }),
} as const

const test = z.union([
  z.string(),
  z.array(z.string()).min(1),
  z
    .strictObject({
      is: z.union([z.string(), z.array(z.string()).min(1)]),
      isNot: z.union([z.string(), z.array(z.string()).min(1)]),
      given: z.boolean(),
      startsWith: z.string().min(1),
      above: z.number(),
      below: z.number(),
    })
    .partial()
    .refine((tests) => Object.keys(tests).length > 0, { error: 'tests nothing' }),
])

const eventShape = z.record(z.string(), z.unknown()).superRefine((fields, ctx) => {
  for (const message of problemsOf(fields)) ctx.addIssue({ code: 'custom', message })
})

const mapping = z.strictObject({
  csv: csv.prefault({}),
  tables: z.record(z.string(), table).default({}),
  columns: z.record(z.string(), z.record(z.string(), z.unknown()).transform(toColumn)).default({}),
  events: z.array(z.strictObject({ when: z.record(z.string(), test).default({}), event: eventShape })).min(1),
})

/** How one column is read, or made of others. */
export type ColumnRule = z.output<(typeof columnKinds)[keyof typeof columnKinds]>

/** What a row must be for an event to be made of it. */
export type Test = z.output<typeof test>

/** How a CSV file is written. */
export type CsvFormat = z.output<typeof csv>

/** A checked mapping. */
export type Mapping = z.output<typeof mapping>

/**
 * Checks a mapping, as it was read from JSON.
 *
 * @throws MappingError `INVALID_MAPPING`, which names everything that is wrong.
 * @example
 * parseMapping({ events: [{ event: { type: 'StockCounted', id: 'C{No}', occurredAt: '{At}', item: '{Sku}',
 *   branch: 'north', quantity: '{Qty}' } }] })
 */
export function parseMapping(input: unknown): Mapping {
  const result = mapping.safeParse(input)
  if (result.success) return withKnownTables(result.data)
  const problems = result.error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.join('.')}: ${message}`,
  )
  throw new MappingError('INVALID_MAPPING', problems.join('; '))
}

/** The kind of a column is the one field of its kind's name; zod's own word on a union would name all of them. */
function toColumn(rule: Record<string, unknown>, ctx: z.RefinementCtx): ColumnRule {
  const kinds = Object.entries(columnKinds).filter(([kind]) => Object.hasOwn(rule, kind))
  const [first] = kinds
  if (first === undefined || kinds.length > 1) {
    const names = Object.keys(columnKinds).join(', ')
    ctx.addIssue({ code: 'custom', message: `must be exactly one of ${names}`, input: rule })
    return z.NEVER
  }
  const result = first[1].safeParse(rule)
  if (result.success) return result.data
  // Each says where in the rule it is.
  for (const { path, message } of result.error.issues)
    ctx.addIssue({ code: 'custom', path, message, input: rule })
  return z.NEVER
}

function withKnownTables(checked: Mapping): Mapping {
  for (const [name, rule] of Object.entries(checked.columns)) {
    if (!('take' in rule) || Object.hasOwn(checked.tables, rule.from)) continue
    throw new MappingError('INVALID_MAPPING', `columns.${name}.from: there is no table ${rule.from}`)
  }
  return checked
}

/** What is wrong with the fields of an event, whatever their values. */
function problemsOf(fields: { readonly [field: string]: unknown }): readonly string[] {
  const { type } = fields
  if (!isEventType(type)) return [`type: ${JSON.stringify(type)} is not an event type (docs/events.md)`]
  const known = namesOf(type)
  const unknown = Object.keys(fields).filter((field) => !known.includes(field) && field !== RECORDED_AT)
  const missing = requiredFields(eventSchemas[type]).filter((field) => !Object.hasOwn(fields, field))
  return [
    ...unknown.map((field) => `${type} has no field ${field} (it has ${known.join(', ')})`),
    ...missing.map((field) => `${type} needs ${field}`),
  ]
}

/** Beside the fields of an event: when it became known, for a history. */
export const RECORDED_AT = 'recordedAt'

function namesOf(type: EventType): readonly string[] {
  return Object.keys(eventSchemas[type].shape)
}

function problemOf(format: string): string | null {
  try {
    const { parts } = timeFormat(format)
    const hasYear = parts.has('year') || parts.has('shortYear')
    const hasMonth = parts.has('month') || parts.has('monthName')
    if (!hasYear || !hasMonth || !parts.has('day')) return 'must name year, month and day (yyyy, MM, dd)'
    return parts.has('hour12') === parts.has('half') ? null : 'must have both or none of h and a'
  } catch (error) {
    if (error instanceof RangeError) return error.message
    throw error
  }
}

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) !== null
  } catch {
    return false
  }
}

function isEncoding(label: string): boolean {
  try {
    return new TextDecoder(label) !== null
  } catch {
    return false
  }
}

import { type EventType, eventSchemas } from '@tidemark/domain'
import type { z } from 'zod'
import type { Row } from './columns/cell.ts'
import type { Columns } from './columns/columns.ts'
import { template } from './columns/template.ts'
import { objectIn, requiredFields } from './required.ts'

/** Makes a part of an event of a row; `undefined` where there is nothing to make it of. */
type Part = (row: Row) => unknown

/**
 * Makes an event of a row. A field whose column is empty is left out; so is a lot, a charge or the like that lacks what it
 * must have.
 */
export function eventTemplate(
  fields: { readonly [field: string]: unknown },
  columns: Columns,
): (row: Row) => { readonly [field: string]: unknown } {
  // A checked mapping names an event type.
  const schema = eventSchemas[fields.type as EventType]
  const parts = Object.entries(fields).map(([name, value]) => {
    return { name, make: partOf(value, objectIn(Reflect.get(schema.shape, name)), columns) }
  })
  return (row) => filled(parts, row)
}

function partOf(value: unknown, schema: z.ZodObject | undefined, columns: Columns): Part {
  if (typeof value === 'string') {
    const write = template(value, columns.reader)
    return (row) => write(row) ?? undefined
  }
  if (Array.isArray(value)) return listOf(value.map((entry) => partOf(entry, schema, columns)))
  if (typeof value === 'object' && value !== null) return objectOf(value, schema, columns)
  return () => value
}

function listOf(entries: readonly Part[]): Part {
  return (row) => {
    const made = entries.map((make) => make(row)).filter((entry) => entry !== undefined)
    return made.length === 0 ? undefined : made
  }
}

function objectOf(value: object, schema: z.ZodObject | undefined, columns: Columns): Part {
  const parts = Object.entries(value).map(([name, inner]) => {
    const field: unknown = schema === undefined ? undefined : Reflect.get(schema.shape, name)
    return { name, make: partOf(inner, objectIn(field), columns) }
  })
  const required = schema === undefined ? [] : requiredFields(schema)
  return (row) => {
    const made = filled(parts, row)
    const isWhole = required.every((name) => Object.hasOwn(made, name) || !Object.hasOwn(value, name))
    return isWhole && Object.keys(made).length > 0 ? made : undefined
  }
}

function filled(
  parts: readonly { readonly name: string; readonly make: Part }[],
  row: Row,
): { readonly [field: string]: unknown } {
  const made: { [field: string]: unknown } = {}
  for (const { name, make } of parts) {
    const value = make(row)
    if (value !== undefined) made[name] = value
  }
  return made
}

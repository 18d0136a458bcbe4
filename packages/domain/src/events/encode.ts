import { compareCodePoints, formatMicros, type Micros } from '@tidemark/projection'
import { z } from 'zod'
import { madeByType } from './by-type.ts'
import type { InventoryEvent } from './event.ts'
import { formatInstant } from './instant.ts'

/** An event as it is written to files and to the log: plain JSON, decimal strings, ISO instants in UTC. */
export type EventJson = { readonly [field: string]: unknown }

/**
 * The canonical JSON of a validated event: fixed order of fields, canonical numbers and instants; fields that are
 * `undefined` are left out.
 */
export function encodeEvent(event: InventoryEvent): EventJson {
  // An object's writer makes an object.
  return writerFor(event.type)(event) as EventJson
}

/** The canonical JSON of an event without its id and type, which a log keeps beside its data. */
export function encodeData(event: InventoryEvent): EventJson {
  // An object's writer makes an object.
  return dataWriterFor(event.type)(event) as EventJson
}

/** Writes a validated value as JSON. */
type Writer = (value: unknown) => unknown

/**
 * The writer of a schema. It does what `z.encode` does, without checking again what has been checked: that takes
 * ten times as long.
 */
export function writerOf(schema: z.core.$ZodType): Writer {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable)
    return orNothing(writerOf(schema.unwrap()))
  if (schema instanceof z.ZodObject) return objectWriter(schema)
  if (schema instanceof z.ZodArray) return listWriter(writerOf(schema.element))
  if (schema instanceof z.ZodRecord) return recordWriter(writerOf(schema.valueType))
  if (schema instanceof z.ZodCodec) return codecWriter(schema)
  if (plain.some((kind) => schema instanceof kind)) return asItIs
  throw new TypeError(`no writer for a schema of ${schema._zod.def.type}`)
}

/** What is in JSON what it is inside. */
const plain = [z.ZodString, z.ZodNumber, z.ZodBoolean, z.ZodEnum, z.ZodLiteral]

const asItIs: Writer = (value) => value

function orNothing(write: Writer): Writer {
  return (value) => (value === null || value === undefined ? value : write(value))
}

function objectWriter(schema: z.ZodObject, without: readonly string[] = []): Writer {
  const fields = Object.entries(schema.shape)
    .filter(([name]) => !without.includes(name))
    .map(([name, field]) => ({ name, write: writerOf(field) }))
  return (value) => {
    // A validated value of an object's schema is an object.
    const object = value as EventJson
    const json: { [field: string]: unknown } = {}
    for (const { name, write } of fields) {
      const inner = object[name]
      if (inner !== undefined) json[name] = write(inner)
    }
    return json
  }
}

function listWriter(write: Writer): Writer {
  // A validated value of a list's schema is a list.
  return (value) => (value as readonly unknown[]).map(write)
}

/** Names are the host's own and in the order of `keyed`: equal content is equal JSON. */
function recordWriter(write: Writer): Writer {
  return (value) => {
    // A validated value of a record's schema is an object.
    const entries = Object.entries(value as object).sort(([a], [b]) => compareCodePoints(a, b))
    return Object.fromEntries(entries.map(([name, inner]) => [name, write(inner)]))
  }
}

function codecWriter({ def }: z.ZodCodec): Writer {
  // The two codecs of events; a validated value is of the codec's inner type.
  if (def.reverseTransform === formatMicros) return (value) => formatMicros(value as Micros)
  if (def.reverseTransform === formatInstant) return (value) => formatInstant(value as number)
  throw new TypeError('no writer for this codec')
}

const writerFor = madeByType((schema) => writerOf(schema))
const dataWriterFor = madeByType((schema) => objectWriter(schema, ['id', 'type']))

import type { Placed } from '@tidemark/projection'
import { type ByteReader, type ByteWriter, readWhole, writeWhole } from './bytes.ts'
import { writeClose } from './close.ts'
import type { RowFrame } from './frame.ts'
import { codeOfMicros } from './number.ts'
import { rowReaderOf } from './read-row.ts'
import {
  addShape,
  createShapes,
  type FieldWay,
  type Shape,
  type ShapeField,
  type ShapeOutline,
  type Shapes,
} from './shape.ts'
import { writeText } from './text.ts'
import type { Texts } from './texts.ts'
import { isPlainData, isWhole, writeValue } from './value.ts'

/** Writes facts as bytes and reads them back, the same to the last field and in the same order of fields. */
export interface Codec {
  readonly texts: Texts
  readonly shapes: Shapes
}

export function createCodec(texts: Texts): Codec {
  return { texts, shapes: createShapes() }
}

/** Whether a fact can be written: plain data in an object like any other. */
export function isPackable(fact: object): boolean {
  return Object.getPrototypeOf(fact) === Object.prototype && isPlainData(fact)
}

/** Writes a packable fact. */
export function writeFact(writer: ByteWriter, codec: Codec, fact: Placed, frame: RowFrame): void {
  // Any fields from here on.
  const fields = fact as Placed & { readonly [name: string]: unknown }
  const shape = knownShape(codec.shapes, fields, frame.unit) ?? newShape(codec.shapes, fields, frame.unit)
  writeWhole(writer, shape.id)
  for (const field of shape.fields) writeField(writer, codec, field, fields[field.name], frame)
}

function knownShape(
  shapes: Shapes,
  fact: { readonly [name: string]: unknown },
  unit: string,
): Shape | undefined {
  const ofType = shapes.byType.get(fact.type)
  if (ofType === undefined) return undefined
  for (const shape of ofType) if (fits(shape, fact, unit)) return shape
  return undefined
}

function fits({ fields }: Shape, fact: { readonly [name: string]: unknown }, unit: string): boolean {
  let index = 0
  for (const name in fact) {
    const field = fields[index++]
    if (field === undefined || field.name !== name) return false
    const value = fact[name]
    if (field.way !== wayOf(name, value, unit)) return false
    if (field.way === 'constant' && field.constant !== value) return false
  }
  return index === fields.length
}

function newShape(shapes: Shapes, fact: { readonly [name: string]: unknown }, unit: string): Shape {
  const outline: ShapeOutline = Object.entries(fact).map(([name, value]) => {
    const way = wayOf(name, value, unit)
    return [name, way, way === 'constant' ? value : undefined]
  })
  return addShape(shapes, fact.type, outline)
}

/** Below it micros always have a code. */
const LARGE = 2n ** 48n

function wayOf(name: string, value: unknown, unit: string): FieldWay {
  if (name === 'occurredAt') return 'time'
  if (name === 'position') return 'position'
  switch (typeof value) {
    case 'string':
      if (name === 'type') return 'constant'
      return value === unit ? 'unit' : 'text'
    case 'bigint':
      return value < LARGE && value > -LARGE ? 'micros' : 'value'
    case 'number':
      return isWhole(value) ? 'whole' : 'value'
    case 'object':
      return value === null ? 'constant' : 'value'
    default:
      return 'constant'
  }
}

function writeField(
  writer: ByteWriter,
  codec: Codec,
  { way, habit }: ShapeField,
  value: unknown,
  frame: RowFrame,
): void {
  // The shape was chosen by what the value is.
  if (way === 'micros') writeWhole(writer, codeOfMicros(value as bigint))
  else if (way === 'text') writeText(writer, value as string, codec.texts, habit)
  else if (way === 'whole') writeClose(writer, value as number, frame)
  else if (way === 'value') writeValue(writer, value)
}

/** Reads what {@link writeFact} wrote, as a new object. */
export function readFact(reader: ByteReader, codec: Codec, frame: RowFrame): object {
  const shape = codec.shapes.list[readWhole(reader)]
  if (shape === undefined) throw new RangeError('a fact of a shape that nobody knows')
  shape.read ??= rowReaderOf(shape)
  return shape.read(reader, codec.texts, frame)
}

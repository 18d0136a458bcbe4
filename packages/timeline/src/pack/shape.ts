import type { PlainWay } from '@tidemark/projection'
import type { ByteReader } from './bytes.ts'
import type { RowFrame } from './frame.ts'
import { newHabit, type TextHabit } from './text.ts'
import type { Texts } from './texts.ts'

/**
 * How one field of a shape is written: as it is told, and nothing where it stands in the place of the row or is the same in every
 * row; or as any plain data, a `value`, with a word before it that says what it is.
 */
export type FieldWay = PlainWay | 'value'

/** One field of a shape. */
export interface ShapeField {
  readonly name: string
  readonly way: FieldWay
  readonly constant: unknown
  readonly habit: TextHabit
}

/** What rows that have the same fields, written the same way, share. */
export interface Shape {
  /** Its number in rows. */
  readonly id: number
  readonly fields: readonly ShapeField[]
  /** Reads a row of this shape as a new object, fields in order; made when the first is read. */
  read: ReadRow | undefined
}

/** Reads the fields of a row. */
export type ReadRow = (reader: ByteReader, texts: Texts, frame: RowFrame) => object

/** All shapes met so far. Only ever grows. */
export interface Shapes {
  readonly list: Shape[]
  /** By the type of their rows. */
  readonly byType: Map<unknown, Shape[]>
}

export function createShapes(): Shapes {
  return { list: [], byType: new Map() }
}

/** What tells a shape, without what was learnt of its texts. */
export type ShapeOutline = readonly (readonly [name: string, way: FieldWay, constant: unknown])[]

/** Takes up a shape that is not there yet, under the next number. */
export function addShape(shapes: Shapes, type: unknown, outline: ShapeOutline): Shape {
  const fields = outline.map(([name, way, constant]) => ({ name, way, constant, habit: newHabit() }))
  const shape = { id: shapes.list.length, fields, read: undefined }
  shapes.list.push(shape)
  const ofType = shapes.byType.get(type)
  if (ofType === undefined) shapes.byType.set(type, [shape])
  else ofType.push(shape)
  return shape
}

/** What tells a shape from others. */
export function outlineOf({ fields }: Shape): ShapeOutline {
  return fields.map(({ name, way, constant }) => [name, way, constant])
}

/** The type of the rows of a shape; `undefined` where it is not part of the shape. */
export function typeOf(outline: ShapeOutline): unknown {
  return outline.find(([name]) => name === 'type')?.[2]
}

/** The shape that has an outline, taken up if nobody has met it yet. */
export function shapeLike(shapes: Shapes, outline: ShapeOutline): Shape {
  const type = typeOf(outline)
  const known = shapes.byType.get(type)?.find(({ fields }) => {
    if (fields.length !== outline.length) return false
    return outline.every(([name, way, constant], at) => {
      const field = fields[at]
      return field?.name === name && field.way === way && Object.is(field.constant, constant)
    })
  })
  return known ?? addShape(shapes, type, outline)
}

import type { PlainForm, PlainSource, PlainWay } from '@tidemark/projection'
import { type ByteWriter, writeWhole } from './bytes.ts'
import { writeClose } from './close.ts'
import type { Codec } from './codec.ts'
import type { RowFrame } from './frame.ts'
import { codeOfDouble, NO_CODE } from './number.ts'
import { type Shape, type ShapeOutline, shapeLike } from './shape.ts'
import { type TextHabit, writeText } from './text.ts'
import { isWhole } from './value.ts'

/** The shapes of the rows that plain sources are written as. */
export type PlainShapes = Map<PlainForm, Shape>

/**
 * Writes a plain source just as `writeFact` writes the object it stands for. False, and nothing is written, where one of its
 * values is none that is written plainly.
 */
export function writePlain(
  writer: ByteWriter,
  codec: Codec,
  shapes: PlainShapes,
  { form, values }: PlainSource,
  frame: RowFrame,
): boolean {
  const shape = shapes.get(form) ?? newShape(codec, shapes, form)
  const { at } = writer
  writeWhole(writer, shape.id)
  const { fields } = form
  for (let index = 0; index < fields.length; index++) {
    const field = fields[index]
    const habit = shape.fields[index]?.habit
    if (field === undefined || habit === undefined) continue
    if (writeField(writer, codec, field.way, habit, values[field.place], frame)) continue
    writer.at = at
    return false
  }
  return true
}

function writeField(
  writer: ByteWriter,
  codec: Codec,
  way: PlainWay,
  habit: TextHabit,
  value: string | number | undefined,
  frame: RowFrame,
): boolean {
  // Each value is of the kind that its way says.
  if (way === 'text') writeText(writer, value as string, codec.texts, habit)
  else if (way === 'micros') {
    const code = codeOfDouble(value as number)
    if (code === NO_CODE) return false
    writeWhole(writer, code)
  } else if (way === 'whole') {
    if (!isWhole(value as number)) return false
    writeClose(writer, value as number, frame)
  }
  return true
}

function newShape({ shapes }: Codec, known: PlainShapes, form: PlainForm): Shape {
  const outline: ShapeOutline = form.fields.map(({ name, way, constant }) => [name, way, constant])
  const shape = shapeLike(shapes, outline)
  known.set(form, shape)
  return shape
}

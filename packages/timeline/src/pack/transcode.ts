import { type ByteReader, type ByteWriter, copyWhole, readWhole, writeWhole } from './bytes.ts'
import { readClose, writeClose } from './close.ts'
import type { Codec } from './codec.ts'
import type { RowFrame } from './frame.ts'
import { type Shape, type ShapeOutline, shapeLike } from './shape.ts'
import { copyText, gapsIn } from './text.ts'
import { type Texts, textId } from './texts.ts'
import { readValue, writeValue } from './value.ts'

/** What another codec calls shapes and texts, in the words of this one. Only ever grows, as the other does. */
export interface Foreign {
  readonly shapes: Shape[]
  readonly texts: ForeignText[]
}

/** A text of another codec. */
export interface ForeignText {
  /** Its number here. */
  readonly id: number
  /** How many numbers follow it where it is a pattern. */
  readonly gaps: number
}

export function nothingForeign(): Foreign {
  return { shapes: [], texts: [] }
}

/** Takes up the texts and shapes the other codec met since the last time, in the order of its numbers. */
export function learn(
  foreign: Foreign,
  { texts, shapes }: Codec,
  newTexts: readonly string[],
  newShapes: readonly ShapeOutline[],
): void {
  for (const text of newTexts) foreign.texts.push(foreignText(texts, text))
  for (const outline of newShapes) foreign.shapes.push(shapeLike(shapes, outline))
}

function foreignText(texts: Texts, text: string): ForeignText {
  return { id: textId(texts, text), gaps: gapsIn(text) }
}

/** Copies a fact that another codec wrote against `from`, so that this one reads it against `to`. */
export function transcodeFact(
  reader: ByteReader,
  foreign: Foreign,
  writer: ByteWriter,
  from: RowFrame,
  to: RowFrame,
): void {
  const shape = foreign.shapes[readWhole(reader)]
  if (shape === undefined) throw new RangeError('a fact of a shape that nobody knows')
  writeWhole(writer, shape.id)
  const { fields } = shape
  for (let at = 0; at < fields.length; at++) {
    switch (fields[at]?.way) {
      case 'micros':
        copyWhole(reader, writer)
        break
      case 'text':
        copyText(reader, writer, foreign.texts)
        break
      case 'whole':
        writeClose(writer, readClose(reader, from), to)
        break
      case 'value':
        writeValue(writer, readValue(reader))
        break
      default:
    }
  }
}

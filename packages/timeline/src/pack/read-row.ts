import { compiled, makerOf } from '@tidemark/projection'
import { type ByteReader, readWhole } from './bytes.ts'
import { readClose } from './close.ts'
import type { RowFrame } from './frame.ts'
import { microsOfCode } from './number.ts'
import type { FieldWay, ReadRow, Shape, ShapeField } from './shape.ts'
import { readText } from './text.ts'
import type { Texts } from './texts.ts'
import { readValue } from './value.ts'

/** What a field of each way is read by, in the words of the function below; `constant` is filled in. */
const expressions: { readonly [Way in Exclude<FieldWay, 'constant'>]: string } = {
  time: 'frame.occurredAt',
  position: 'frame.position',
  unit: 'frame.unit',
  whole: 'readClose(reader, frame)',
  micros: 'microsOfCode(readWhole(reader))',
  text: 'readText(reader, texts)',
  value: 'readValue(reader)',
}

const tools = { readClose, microsOfCode, readWhole, readText, readValue }

type MakeReader = (fields: readonly ShapeField[], ...given: (typeof tools)[keyof typeof tools][]) => ReadRow

/**
 * A function that reads rows of a shape.
 *
 * Compiled, because facts are read again and again, and to look up for each field how it is written takes half as long again.
 */
export function rowReaderOf({ fields }: Shape): ReadRow {
  // In a literal, `__proto__` is not the name of a field.
  if (fields.some(({ name }) => name === '__proto__')) return oneByOne(fields)
  const literal = fields.map(({ name, way }, index) => {
    const value = way === 'constant' ? `fields[${index}].constant` : expressions[way]
    return `${JSON.stringify(name)}: ${value}`
  })
  const body = `return (reader, texts, frame) => ({ ${literal.join(', ')} })`
  const make = compiled<MakeReader>(`fields, ${Object.keys(tools).join(', ')}`, body)
  return make?.(fields, ...Object.values(tools)) ?? oneByOne(fields)
}

/** The same where compiling is not allowed. */
function oneByOne(fields: readonly ShapeField[]): ReadRow {
  const make = makerOf(fields.map(({ name }) => name))
  return (reader, texts, frame) => make(fields.map((field) => readField(reader, texts, field, frame)))
}

function readField(
  reader: ByteReader,
  texts: Texts,
  { way, constant }: ShapeField,
  frame: RowFrame,
): unknown {
  switch (way) {
    case 'constant':
      return constant
    case 'micros':
      return microsOfCode(readWhole(reader))
    case 'text':
      return readText(reader, texts)
    case 'time':
      return frame.occurredAt
    case 'position':
      return frame.position
    case 'unit':
      return frame.unit
    case 'whole':
      return readClose(reader, frame)
    case 'value':
      return readValue(reader)
  }
}

import { compiled, type ShortField, type ShortFields } from '@tidemark/projection'
import { type ByteReader, readWhole, skipWhole } from './bytes.ts'
import type { RowFrame } from './frame.ts'
import { doubleOfCode } from './number.ts'
import type { FieldWay, Shape, ShapeField } from './shape.ts'
import { readText, skipText } from './text.ts'
import type { Texts } from './texts.ts'

/** Reads those fields of a row that a shortcut reads, as an object with just them; the rest of the row is left unread. */
export type ReadShort = (reader: ByteReader, texts: Texts, frame: RowFrame) => object

/** What each way of writing a field that is read is read by, in the words of the function below. */
const expressions: { readonly [Field in ShortField]: { readonly [Way in FieldWay]?: string } } = {
  micros: { micros: 'doubleOfCode(readWhole(reader))' },
  instant: { time: 'frame.occurredAt' },
  text: { text: 'readText(reader, texts)', unit: 'frame.unit' },
}

/** How fields that are not read are passed over. Other ways are not worth it. */
const skips: { readonly [Way in FieldWay]?: string } = {
  time: '',
  position: '',
  unit: '',
  constant: '',
  whole: 'skipWhole(reader)',
  micros: 'skipWhole(reader)',
  text: 'skipText(reader, texts)',
}

const tools = { doubleOfCode, readWhole, readText, skipText, skipWhole }

/**
 * A function that reads rows of a shape for a shortcut.
 *
 * `undefined` where they have a field that the shortcut neither reads nor ignores, or lack a text it needs, or hold one of the
 * fields in another way than shortcuts can read; and where compiling is not allowed: to look up for each field how it is
 * written would take longer than a shortcut saves.
 */
export function shortReaderOf(
  { fields }: Shape,
  reads: ShortFields,
  ignores: readonly string[],
): ReadShort | undefined {
  const names = Object.keys(reads)
  if (names.includes('__proto__') || !fields.every(({ name }) => name in reads || ignores.includes(name)))
    return undefined
  const lastRead = fields.findLastIndex(({ name, way }) => name in reads && way !== 'constant')
  const steps = fields.slice(0, lastRead + 1).map((field, index) => stepOver(field, index, reads[field.name]))
  const values = names.map((name) => expressionOf(fields, name, reads[name]))
  if (steps.includes(undefined) || values.includes(undefined)) return undefined
  const literal = names.map((name, at) => `${JSON.stringify(name)}: ${values[at]}`)
  const body = `return (reader, texts, frame) => { ${steps.join('; ')}; return { ${literal.join(', ')} } }`
  const make = compiled<(...given: (typeof tools)[keyof typeof tools][]) => ReadShort>(
    Object.keys(tools).join(', '),
    body,
  )
  return make?.(...Object.values(tools))
}

/** Reads a field, or passes over it; `undefined` where neither can be done. */
function stepOver({ way }: ShapeField, index: number, as: ShortField | undefined): string | undefined {
  if (as === undefined || way === 'constant') return skips[way]
  const expression = expressions[as][way]
  return expression && `const field${index} = ${expression}`
}

function expressionOf(
  fields: readonly ShapeField[],
  name: string,
  as: ShortField | undefined,
): string | undefined {
  const index = fields.findIndex((field) => field.name === name)
  const field = fields[index]
  if (field !== undefined && field.way !== 'constant') return `field${index}`
  const isAbsent = field === undefined || field.constant === undefined || field.constant === null
  return isAbsent && as === 'micros' ? 'NaN' : undefined
}

import type { Kinds, Typed } from '@tidemark/projection'
import { adoptRow, unitRows } from '../dictionary.ts'
import { type Engine, openUnit } from '../engine.ts'
import {
  type ByteReader,
  type ByteWriter,
  byteReader,
  byteWriter,
  foldSign,
  readWhole,
  unfoldSign,
  writeWhole,
  written,
} from '../pack/bytes.ts'
import { addShape, type ShapeOutline } from '../pack/shape.ts'
import { readValue, writeValue } from '../pack/value.ts'
import { rowOf } from '../record.ts'
import { textId } from '../texts.ts'
import type { Unit } from '../unit.ts'

/** The texts, shapes, units and rows of a timeline as a blob. */
export function encodeDictionary<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>({
  dictionary,
  slices,
  units,
}: Engine<Source, Fact, Common, K, Effect>): Uint8Array<ArrayBuffer> {
  const writer = byteWriter(65_536)
  // The keys of records are mostly the same few (branches, say): they are written as texts are, by number.
  const keys = new Map<string, number>()
  const keyId = (key: string) => {
    const known = keys.get(key)
    if (known !== undefined) return known
    keys.set(key, keys.size)
    return keys.size - 1
  }
  const body = byteWriter(65_536)
  writeWhole(body, units.size)
  for (const unit of units.values()) writeUnit(body, unit, dictionary.kinds.length, keyId)
  writeValue(writer, dictionary.texts.list)
  writeValue(
    writer,
    slices.codec.shapes.list.map(({ fields }) =>
      fields.map(({ name, way, constant }) => [name, way, constant]),
    ),
  )
  writeValue(
    writer,
    dictionary.kinds.map((kind) => kind.rows),
  )
  writeValue(writer, [...keys.keys()])
  const tail = written(body)
  const head = written(writer)
  const blob = new Uint8Array(head.length + tail.length)
  blob.set(head)
  blob.set(tail, head.length)
  return blob
}

function writeUnit<Source extends Typed, Fact extends Typed>(
  writer: ByteWriter,
  unit: Unit<Source, Fact>,
  kinds: number,
  keyId: (key: string) => number,
): void {
  writeValue(writer, unit.key)
  writeWhole(writer, unit.plain ? 1 : 0)
  writeWhole(writer, foldSign(unit.lastPosition))
  writeWhole(writer, foldSign(unit.lastPrepared))
  writeValue(writer, unit.first && [unit.first.occurredAt, unit.first.position])
  for (let kind = 0; kind < kinds; kind++) {
    const records = unit.rows.kinds[kind]?.byKey
    writeWhole(writer, records?.size ?? 0)
    let before = 0
    for (const [key, record] of records ?? []) {
      writeWhole(writer, keyId(key))
      writeWhole(writer, foldSign(rowOf(record) - before))
      before = rowOf(record)
    }
  }
}

/** Fills an empty timeline with what was written. */
export function decodeDictionary<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  blob: Uint8Array<ArrayBuffer>,
  engine: Engine<Source, Fact, Common, K, Effect>,
): void {
  const { dictionary, slices } = engine
  const reader = byteReader(blob)
  // What was written above.
  const texts = readValue(reader) as readonly string[]
  const shapes = readValue(reader) as readonly ShapeOutline[]
  const rows = readValue(reader) as readonly number[]
  const keys = readValue(reader) as readonly string[]
  for (const text of texts) textId(dictionary.texts, text)
  for (const outline of shapes) addShape(slices.codec.shapes, typeIn(outline), outline)
  dictionary.kinds.forEach((kind, index) => {
    kind.rows = rows[index] ?? 0
  })
  const count = readWhole(reader)
  for (let i = 0; i < count; i++) readUnit(reader, engine, keys)
}

function typeIn(outline: ShapeOutline): unknown {
  return outline.find(([name]) => name === 'type')?.[2]
}

function readUnit<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  reader: ByteReader,
  engine: Engine<Source, Fact, Common, K, Effect>,
  keys: readonly string[],
): void {
  const key = String(readValue(reader))
  const unit = openUnit(engine, key)
  unit.plain = readWhole(reader) === 1
  unit.lastPosition = unfoldSign(readWhole(reader))
  unit.lastPrepared = unfoldSign(readWhole(reader))
  // What was written above.
  const first = readValue(reader) as readonly [number, number] | undefined
  unit.first = first && { occurredAt: first[0], position: first[1] }
  const ofUnit = unitRows(engine.dictionary, key)
  for (const kind of engine.dictionary.kinds) {
    let row = 0
    for (let left = readWhole(reader); left > 0; left--) {
      const record = keys[readWhole(reader)] ?? ''
      row += unfoldSign(readWhole(reader))
      adoptRow(kind, ofUnit, record, row)
    }
  }
}

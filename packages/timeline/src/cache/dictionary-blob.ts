import type { Kinds, Typed } from '@tidemark/projection'
import type { Rows, UnitRows } from '../dictionary.ts'
import { type Engine, openUnit } from '../engine.ts'
import { changeShapeOf } from '../journal/shape.ts'
import { byteReader, byteWriter, written } from '../pack/bytes.ts'
import { addShape, type ShapeOutline } from '../pack/shape.ts'
import { readValue, writeValue } from '../pack/value.ts'
import { textId } from '../texts.ts'
import type { Unit } from '../unit.ts'
import { readDoubles, readUint8, readUint32, writeNumbers } from './columns.ts'

/** The texts, shapes, units and rows of a timeline as a blob. */
export function encodeDictionary<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>({
  dictionary,
  slices,
  unitList,
}: Engine<Source, Fact, Common, K, Effect>): Uint8Array<ArrayBuffer> {
  const writer = byteWriter(65_536)
  writeValue(writer, dictionary.texts.list)
  writeValue(
    writer,
    slices.codec.shapes.list.map(({ fields }) =>
      fields.map(({ name, way, constant }) => [name, way, constant]),
    ),
  )
  writeValue(
    writer,
    dictionary.kinds.map((kind) => [kind.rows, kind.shapes.list.map((shape) => shape.fields)]),
  )
  const records = listedRecords(unitList)
  writeValue(
    writer,
    unitList.map(({ key }) => key),
  )
  writeValue(writer, records.keys)
  writeNumbers(writer, Float64Array.from(unitList.flatMap(placesIn)))
  for (const column of [records.ends, records.slots, records.kinds, records.rows, records.keyIds])
    writeNumbers(writer, Uint32Array.from(column))
  writeNumbers(
    writer,
    Uint8Array.from(unitList, (unit) => (unit.plain ? 1 : 0)),
  )
  return written(writer)
}

function placesIn<Source extends Typed, Fact extends Typed>({
  lastPosition,
  lastPrepared,
  first,
}: Unit<Source, Fact>): readonly number[] {
  return [lastPosition, lastPrepared, first?.occurredAt ?? Number.NaN, first?.position ?? Number.NaN]
}

/** The records of units, one unit after the other, by kind and key. */
interface ListedRecords {
  /** By unit: where its records end. */
  readonly ends: number[]
  readonly slots: number[]
  readonly kinds: number[]
  readonly rows: number[]
  /** Numbers of keys: they are mostly the same few (branches, say). */
  readonly keyIds: number[]
  readonly keys: string[]
}

function listedRecords(units: readonly { readonly rows: UnitRows }[]): ListedRecords {
  const listed: ListedRecords = { ends: [], slots: [], kinds: [], rows: [], keyIds: [], keys: [] }
  const ids = new Map<string, number>()
  const idOf = (key: string) => {
    const known = ids.get(key) ?? listed.keys.push(key) - 1
    ids.set(key, known)
    return known
  }
  for (const { rows } of units) {
    for (const [kind, records] of rows.kinds.entries()) {
      for (const [at, key] of records?.keys.entries() ?? []) {
        listed.slots.push(records?.slots[at] ?? 0)
        listed.kinds.push(kind)
        listed.rows.push(records?.rows[at] ?? 0)
        listed.keyIds.push(idOf(key))
      }
    }
    listed.ends.push(listed.slots.length)
  }
  return listed
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
  const kinds = readValue(reader) as readonly (readonly [number, readonly (readonly number[])[]])[]
  const units = readValue(reader) as readonly string[]
  const keys = readValue(reader) as readonly string[]
  for (const text of texts) textId(dictionary.texts, text)
  for (const outline of shapes) addShape(slices.codec.shapes, typeIn(outline), outline)
  for (const [index, [rows, changes]] of kinds.entries()) {
    const kind = dictionary.kinds[index]
    if (kind === undefined) continue
    kind.rows = rows
    for (const fields of changes) changeShapeOf(kind.shapes, fields, fields.length)
  }
  const places = readDoubles(reader)
  const [ends, slots, kindOf, rows, keyIds] = Array.from({ length: 5 }, () => readUint32(reader))
  const plain = readUint8(reader)
  if (!ends || !slots || !kindOf || !rows || !keyIds) return
  for (let index = 0; index < units.length; index++) {
    const unit = openUnit(engine, units[index] ?? '')
    unit.plain = plain[index] === 1
    takePlaces(unit, places, 4 * index)
    const to = ends[index] ?? 0
    let records: Rows | undefined
    let last = -1
    // One loop over plain lists: before it is warm, every call in it counts.
    for (let at = index === 0 ? 0 : (ends[index - 1] ?? 0); at < to; at++) {
      const kind = kindOf[at] ?? 0
      if (records === undefined || kind !== last) {
        records = { keys: [], rows: [], slots: [] }
        unit.rows.kinds[kind] = records
        last = kind
      }
      const slot = slots[at] ?? 0
      const row = rows[at] ?? 0
      records.keys.push(keys[keyIds[at] ?? -1] ?? '')
      records.rows.push(row)
      records.slots.push(slot)
      unit.rows.kindOf[slot] = kind
      unit.rows.rowOf[slot] = row
    }
  }
}

function typeIn(outline: ShapeOutline): unknown {
  return outline.find(([name]) => name === 'type')?.[2]
}

function takePlaces<Source extends Typed, Fact extends Typed>(
  unit: Unit<Source, Fact>,
  places: Float64Array,
  at: number,
): void {
  unit.lastPosition = places[at] ?? -1
  unit.lastPrepared = places[at + 1] ?? -1
  const occurredAt = places[at + 2] ?? Number.NaN
  unit.first = Number.isNaN(occurredAt) ? undefined : { occurredAt, position: places[at + 3] ?? -1 }
}

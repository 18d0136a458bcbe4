import type { Kinds, Typed } from '@tidemark/projection'
import type { UnitRows } from '../dictionary.ts'
import { addUnit, type Engine, sortedUnits } from '../engine.ts'
import { changeShapeOf } from '../journal/shape.ts'
import { KeptRows } from '../kept-rows.ts'
import { byteReader, byteWriter, written } from '../pack/bytes.ts'
import { addShape, outlineOf, type ShapeOutline, typeOf } from '../pack/shape.ts'
import { readValue, writeValue } from '../pack/value.ts'
import { textId } from '../texts.ts'
import type { Unit } from '../unit.ts'
import {
  readDoubles,
  readJson,
  readUint8,
  readWholes,
  writeJson,
  writeNumbers,
  writeWholes,
} from './columns.ts'

/** The texts, shapes, units and rows of a timeline as a blob. */
export function encodeDictionary<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
): Uint8Array<ArrayBuffer> {
  const { dictionary, slices, unitList } = engine
  const writer = byteWriter(65_536)
  writeJson(writer, dictionary.texts.list)
  writeValue(writer, slices.codec.shapes.list.map(outlineOf))
  writeValue(
    writer,
    dictionary.kinds.map((kind) => [kind.rows, kind.shapes.list.map((shape) => shape.fields)]),
  )
  const records = listedRecords(unitList)
  writeJson(
    writer,
    unitList.map(({ key }) => key),
  )
  writeJson(writer, records.keys)
  writeNumbers(writer, Float64Array.from(unitList.flatMap(placesIn)))
  const sorted = sortedUnits(engine).map(({ index }) => index)
  for (const column of [sorted, records.ends, records.slots, records.kinds, records.rows, records.keyIds])
    writeWholes(writer, column)
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

/** The same as {@link KeptRecords}, while it is drawn up. */
type ListedRecords = Record<'ends' | 'slots' | 'kinds' | 'rows' | 'keyIds', number[]> & {
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
  const texts = readJson(reader) as readonly string[]
  const shapes = readValue(reader) as readonly ShapeOutline[]
  const kinds = readValue(reader) as readonly (readonly [number, readonly (readonly number[])[]])[]
  const units = readJson(reader) as readonly string[]
  const keys = readJson(reader) as readonly string[]
  for (const text of texts) textId(dictionary.texts, text)
  for (const outline of shapes) addShape(slices.codec.shapes, typeOf(outline), outline)
  for (const [index, [rows, changes]] of kinds.entries()) {
    const kind = dictionary.kinds[index]
    if (kind === undefined) continue
    kind.rows = rows
    for (const fields of changes) changeShapeOf(kind.shapes, fields, fields.length)
  }
  const places = readDoubles(reader)
  const next = () => readWholes(reader)
  const sorted = next()
  const records = { ends: next(), slots: next(), kinds: next(), rows: next(), keyIds: next(), keys }
  const plain = readUint8(reader)
  let last = -Infinity
  for (const [index, key] of units.entries()) {
    const rows = new KeptRows(records, index)
    dictionary.units.set(key, rows)
    const unit = addUnit(engine, key, rows)
    unit.plain = plain[index] === 1
    takePlaces(unit, places, 4 * index)
    last = Math.max(last, unit.first?.occurredAt ?? Infinity)
  }
  const inOrder = Array.from(sorted, (index) => engine.unitList[index]).filter((unit) => unit !== undefined)
  engine.sortedUnits = inOrder
  engine.begun = { units: inOrder, changes: engine.changes, last }
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

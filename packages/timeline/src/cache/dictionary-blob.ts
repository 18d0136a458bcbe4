import type { Kinds, Typed } from '@tidemark/projection'
import { commonAtHead, type Engine } from '../engine.ts'
import { createUnit, type Unit } from '../facts/unit.ts'
import { byteReader, byteWriter, written } from '../pack/bytes.ts'
import { addShape, outlineOf, type ShapeOutline, typeOf } from '../pack/shape.ts'
import { textId } from '../pack/texts.ts'
import { readValue, writeValue } from '../pack/value.ts'
import { changeShapeOf } from '../records/change-shape.ts'
import type { UnitRows } from '../records/dictionary.ts'
import { KeptRows } from '../records/kept-rows.ts'
import {
  readDoubles,
  readJson,
  readUint8,
  readWholes,
  writeJson,
  writeNumbers,
  writeWholes,
} from './columns.ts'

/** The texts, shapes, units and rows of a timeline as a blob, step by step; nothing may be added in between. */
export function* encodingDictionary<
  Source extends Typed,
  Fact extends Typed,
  Common,
  K extends Kinds,
  Effect,
>(engine: Engine<Source, Fact, Common, K, Effect>): Generator<void, Uint8Array<ArrayBuffer>> {
  const { dictionary, slices, units } = engine
  const writer = byteWriter(65_536)
  writeJson(writer, dictionary.texts.list)
  writeValue(writer, slices.codec.shapes.list.map(outlineOf))
  writeValue(
    writer,
    dictionary.kinds.map((kind) => [kind.rows, kind.shapes.list.map((shape) => shape.fields)]),
  )
  yield
  const records = yield* listingRecords(units.list)
  writeJson(
    writer,
    units.list.map(({ key }) => key),
  )
  writeJson(writer, records.keys)
  yield
  writeNumbers(writer, Float64Array.from(units.list.flatMap(placesIn)))
  yield
  const sorted = units.sorted().map(({ index }) => index)
  for (const column of [sorted, records.ends, records.slots, records.kinds, records.rows, records.keyIds])
    writeWholes(writer, column)
  yield
  writeNumbers(
    writer,
    Uint8Array.from(units.list, (unit) => (unit.plain ? 1 : 0)),
  )
  return written(writer)
}

/** As many numbers are kept of each unit. */
const PLACES_A_UNIT = 4
/** The place among them of when its first fact occurred. */
const OCCURRED_AT = 2

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

/** So many units are gone through at a time. */
const UNITS_A_STEP = 1024

function* listingRecords(units: readonly { readonly rows: UnitRows }[]): Generator<void, ListedRecords> {
  const listed: ListedRecords = { ends: [], slots: [], kinds: [], rows: [], keyIds: [], keys: [] }
  const ids = new Map<string, number>()
  const list = (kind: number, slot: number, row: number, key: string) => {
    listed.kinds.push(kind)
    listed.slots.push(slot)
    listed.rows.push(row)
    const known = ids.get(key)
    listed.keyIds.push(known ?? ids.size)
    if (known !== undefined) return
    ids.set(key, ids.size)
    listed.keys.push(key)
  }
  for (const { rows } of units) {
    eachKept(rows, list)
    listed.ends.push(listed.slots.length)
    if (listed.ends.length % UNITS_A_STEP === 0) yield
  }
  return listed
}

/** Visits the records of a unit, by kind and key; those that were never drawn up are not to be drawn up for this. */
function eachKept(
  unit: UnitRows,
  visit: (kind: number, slot: number, row: number, key: string) => void,
): void {
  const kept = unit instanceof KeptRows ? unit.kept : undefined
  if (unit instanceof KeptRows && kept !== undefined) {
    for (let at = unit.from; at < unit.to; at++)
      visit(
        kept.kinds[at] ?? 0,
        kept.slots[at] ?? 0,
        kept.rows[at] ?? 0,
        kept.keys[kept.keyIds[at] ?? -1] ?? '',
      )
    return
  }
  for (let kind = 0; kind < unit.kinds.length; kind++) {
    const records = unit.kinds[kind]
    if (records === undefined) continue
    const { keys, slots, rows } = records
    for (let at = 0; at < keys.length; at++) visit(kind, slots[at] ?? 0, rows[at] ?? 0, keys[at] ?? '')
  }
}

/** Fills a timeline that has nothing but what all units share with what was written. */
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
  // Only what was settled is written.
  const common = commonAtHead(engine)
  engine.units.keep({
    keys: units,
    sorted: Array.from(sorted),
    rowsOf: (number) => new KeptRows(records, number),
    unitOf: (key, number, rows) => {
      const unit = createUnit<Source, Fact>(key, number, rows)
      unit.plain = plain[number] === 1
      if (!unit.plain) unit.named = undefined
      unit.preparedWith = common
      takePlaces(unit, places, PLACES_A_UNIT * number)
      return unit
    },
  })
  engine.begun = { changes: engine.changes, last: lastBegun(places) }
}

/** When the last of the units began; never, while one has not. */
function lastBegun(places: Float64Array): number {
  let last = -Infinity
  for (let at = OCCURRED_AT; at < places.length; at += PLACES_A_UNIT) {
    const occurredAt = places[at] ?? Number.NaN
    last = Math.max(last, Number.isNaN(occurredAt) ? Infinity : occurredAt)
  }
  return last
}

function takePlaces<Source extends Typed, Fact extends Typed>(
  unit: Unit<Source, Fact>,
  places: Float64Array,
  at: number,
): void {
  unit.lastPosition = places[at] ?? -1
  unit.lastPrepared = places[at + 1] ?? -1
  const occurredAt = places[at + OCCURRED_AT] ?? Number.NaN
  unit.first = Number.isNaN(occurredAt) ? undefined : { occurredAt, position: places[at + 3] ?? -1 }
}

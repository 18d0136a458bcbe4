import type { Kinds, Placed, PlainSource, Projection, Typed } from '@tidemark/projection'
import { isPlaceable, isRowPackable } from '../facts/packed.ts'
import { byteWriter, written } from '../pack/bytes.ts'
import { createCodec, writeFact } from '../pack/codec.ts'
import type { RowFrame } from '../pack/frame.ts'
import { type PlainShapes, writePlain } from '../pack/plain.ts'
import { outlineOf } from '../pack/shape.ts'
import { createTexts } from '../pack/texts.ts'
import { APART, type PackedSources } from './packed-sources.ts'

/** Packs sources for a timeline in another thread. */
export interface Packer<Source> {
  /**
   * Takes up a source; they come in ascending order of position. `owner` may be a number of the caller's that goes with the
   * source's unit, one of few from 0 on: then the unit is found without looking up its key.
   */
  add(source: Source, owner?: number): void
  /** Takes up the source that a plain one tells of, if it can be written as that: else it is to be added as an object. */
  addPlain(source: PlainSource, owner?: number): boolean
  /** What was taken up since the last time. */
  take(): PackedSources<Source>
}

/** A packer for timelines of a projection, which is asked here what each source belongs to. */
export function sourcePacker<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>({
  unitOf,
  concernsOthers,
}: Projection<Source, Fact, Common, K, Effect>): Packer<Source> {
  const codec = createCodec(createTexts())
  const frame: RowFrame = { unit: '', occurredAt: 0, position: 0, anchor: 0 }
  const numbers = new Map<string, number>()
  const keys: string[] = []
  /** By number of the owner. */
  const owned: (number | undefined)[] = []
  const plainShapes: PlainShapes = new Map()
  let keysTaken = 0
  let textsTaken = 0
  let shapesTaken = 0
  const rows = rowsWithRoom(FEWEST_ROWS)
  let apart: Source[] = []

  const numberOf = (key: string): number => {
    const known = numbers.get(key)
    if (known !== undefined) return known
    const number = keys.push(key) - 1
    numbers.set(key, number)
    return number
  }

  const numberOwned = (key: string, owner: number | undefined): number => {
    if (owner === undefined) return numberOf(key)
    const known = owned[owner]
    if (known !== undefined && keys[known] === key) return known
    const number = numberOf(key)
    owned[owner] = number
    return number
  }

  const turnTo = (unit: string, occurredAt: number, position: number) => {
    frame.unit = unit
    frame.occurredAt = occurredAt
    frame.position = position
    frame.anchor = occurredAt
  }

  const note = (unit: number, { occurredAt, position }: Placed, isConcerning: boolean) => {
    const row = rows.count++
    if (row === rows.units.length) grow(rows)
    rows.units[row] = unit
    rows.times[row] = occurredAt
    rows.positions[row] = position
    rows.concerning[row] = isConcerning ? 1 : 0
    rows.ends[row] = rows.bodies.at
  }

  return {
    add: (source, owner) => {
      const key = unitOf(source)
      const isConcerning = concernsOthers(source)
      if (key === null || !isRowPackable(source)) {
        apart.push(source)
        note(APART, source, isConcerning)
        return
      }
      turnTo(key, source.occurredAt, source.position)
      writeFact(rows.bodies, codec, source, frame)
      note(numberOwned(key, owner), source, isConcerning)
    },
    addPlain: (source, owner) => {
      const { form, unit, occurredAt, position } = source
      if (!isPlaceable(occurredAt) || !isPlaceable(position)) return false
      turnTo(unit, occurredAt, position)
      if (!writePlain(rows.bodies, codec, plainShapes, source, frame)) return false
      note(numberOwned(unit, owner), source, form.concernsOthers)
      return true
    },
    take: () => {
      const { count, units, times, positions, concerning, ends, bodies } = rows
      const packed = {
        count,
        times: times.slice(0, count),
        positions: positions.slice(0, count),
        units: units.slice(0, count),
        concerning: concerning.slice(0, count),
        ends: ends.slice(0, count),
        bodies: written(bodies),
        apart,
        newKeys: keys.slice(keysTaken),
        newTexts: codec.texts.list.slice(textsTaken),
        newShapes: codec.shapes.list.slice(shapesTaken).map(outlineOf),
      }
      textsTaken = codec.texts.list.length
      shapesTaken = codec.shapes.list.length
      keysTaken = keys.length
      apart = []
      rows.count = 0
      bodies.at = 0
      return packed
    },
  }
}

const FEWEST_ROWS = 1024

/** Rows on their way, in memory that is kept from one time to the next. */
function rowsWithRoom(room: number) {
  return {
    count: 0,
    units: new Int32Array(room),
    times: new Float64Array(room),
    positions: new Float64Array(room),
    concerning: new Uint8Array(room),
    ends: new Uint32Array(room),
    bodies: byteWriter(64 * room),
  }
}

function grow(rows: ReturnType<typeof rowsWithRoom>): void {
  const { units, times, positions, concerning, ends } = rows
  const larger = rowsWithRoom(2 * units.length)
  larger.units.set(units)
  larger.times.set(times)
  larger.positions.set(positions)
  larger.concerning.set(concerning)
  larger.ends.set(ends)
  Object.assign(rows, { ...larger, count: rows.count, bodies: rows.bodies })
}

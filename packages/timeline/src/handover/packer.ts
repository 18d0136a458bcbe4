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
  let rows = noRows<Source>()

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
    rows.units.push(unit)
    rows.times.push(occurredAt)
    rows.positions.push(position)
    rows.concerning.push(isConcerning ? 1 : 0)
    rows.ends.push(rows.bodies.at)
  }

  return {
    add: (source, owner) => {
      const key = unitOf(source)
      const isConcerning = concernsOthers(source)
      if (key === null || !isRowPackable(source)) {
        rows.apart.push(source)
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
      const packed = {
        count: rows.units.length,
        times: new Float64Array(rows.times),
        positions: new Float64Array(rows.positions),
        units: new Int32Array(rows.units),
        concerning: new Uint8Array(rows.concerning),
        ends: new Uint32Array(rows.ends),
        bodies: written(rows.bodies),
        apart: rows.apart,
        newKeys: keys.slice(keysTaken),
        newTexts: codec.texts.list.slice(textsTaken),
        newShapes: codec.shapes.list.slice(shapesTaken).map(outlineOf),
      }
      textsTaken = codec.texts.list.length
      shapesTaken = codec.shapes.list.length
      keysTaken = keys.length
      rows = noRows()
      return packed
    },
  }
}

function noRows<Source>() {
  return {
    units: [] as number[],
    times: [] as number[],
    positions: [] as number[],
    concerning: [] as number[],
    ends: [] as number[],
    bodies: byteWriter(64 * 1024),
    apart: [] as Source[],
  }
}

import type { Kinds, Typed } from '@tidemark/projection'
import { type Engine, openUnit } from '../engine.ts'
import { IncomingObject } from '../facts/incoming.ts'
import type { Unit } from '../facts/unit.ts'
import { addCommon, addToUnit, checkPlace } from '../slices/adding.ts'
import { tidy } from '../slices/cut.ts'
import { IncomingRows } from './incoming-rows.ts'
import { APART, type PackedSources } from './packed-sources.ts'

/** Adds what one packer packed to a timeline, in the order in which it did. */
export type Receiver<Source> = (packed: PackedSources<Source>) => void

/** A receiver for one packer. */
export function sourceReceiver<Source extends Typed, Fact extends Typed, Common, K extends Kinds, Effect>(
  engine: Engine<Source, Fact, Common, K, Effect>,
): Receiver<Source> {
  const { unitOf } = engine.projection
  /** By the packer's number. */
  const units: Unit<Source, Fact>[] = []
  const rows = new IncomingRows<Source>(engine.slices.codec)
  return (packed) => {
    checkPlaces(packed, engine.head)
    const keysApart = packed.apart.map((source) => unitOf(source))
    for (const key of packed.newKeys) units.push(openUnit(engine, key))
    rows.open(packed)
    const common: Source[] = []
    let apart = 0
    for (let row = 0; row < packed.count; row++) {
      const isConcerning = packed.concerning[row] === 1
      // None where the source stands apart.
      const unit = units[packed.units[row] ?? APART]
      if (unit !== undefined) {
        rows.turnTo(row, unit.key)
        addToUnit(engine, unit, rows, isConcerning)
      } else {
        const source = packed.apart[apart]
        const key = keysApart[apart++] ?? null
        if (source === undefined) continue
        if (key === null) common.push(source)
        else addToUnit(engine, openUnit(engine, key), new IncomingObject(source), isConcerning)
      }
      engine.head = packed.positions[row] ?? engine.head
    }
    if (common.length > 0) addCommon(engine, common)
    tidy(engine, packed.count)
  }
}

function checkPlaces({ count, times, positions }: PackedSources<unknown>, head: number): void {
  let last = head
  for (let row = 0; row < count; row++) {
    const position = positions[row] ?? Number.NaN
    checkPlace({ position, occurredAt: times[row] ?? Number.NaN }, last)
    last = position
  }
}

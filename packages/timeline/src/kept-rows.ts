import { newUnitRows, type Rows, type UnitRows } from './dictionary.ts'

/** Whole numbers from 0 on. */
export type Wholes = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer>

/** The records of units as a cache has them: one unit after the other, by kind and key. */
export interface KeptRecords {
  /** By unit: where its records end. */
  readonly ends: Wholes
  readonly slots: Wholes
  readonly kinds: Wholes
  readonly rows: Wholes
  /** Numbers of keys: they are mostly the same few (branches, say). */
  readonly keyIds: Wholes
  readonly keys: readonly string[]
}

/** Some records that follow each other. */
export interface KeptSpan {
  readonly records: KeptRecords
  readonly from: number
  readonly to: number
}

/** The rows of a unit that was kept: drawn up when somebody asks for them, which for most of the units nobody does. */
export class KeptRows implements UnitRows {
  readonly #kept: KeptSpan
  #drawnUp: UnitRows | undefined

  constructor(records: KeptRecords, unit: number) {
    const from = unit === 0 ? 0 : (records.ends[unit - 1] ?? 0)
    this.#kept = { records, from, to: records.ends[unit] ?? from }
  }

  get kindOf(): number[] {
    return this.#drawUp().kindOf
  }

  get rowOf(): number[] {
    return this.#drawUp().rowOf
  }

  get kinds(): (Rows | undefined)[] {
    return this.#drawUp().kinds
  }

  /** Where all of them stand; `undefined` once they were drawn up, for others may have come since. */
  get kept(): KeptSpan | undefined {
    return this.#drawnUp === undefined ? this.#kept : undefined
  }

  #drawUp(): UnitRows {
    this.#drawnUp ??= drawnUp(this.#kept)
    return this.#drawnUp
  }
}

function drawnUp({ records, from, to }: KeptSpan): UnitRows {
  const unit = newUnitRows()
  for (let at = from; at < to; at++) {
    const kind = records.kinds[at] ?? 0
    const ofKind = unit.kinds[kind] ?? { keys: [], rows: [], slots: [] }
    unit.kinds[kind] = ofKind
    const [slot = 0, row = 0] = [records.slots[at], records.rows[at]]
    ofKind.keys.push(records.keys[records.keyIds[at] ?? -1] ?? '')
    ofKind.rows.push(row)
    ofKind.slots.push(slot)
    unit.kindOf[slot] = kind
    unit.rowOf[slot] = row
  }
  return unit
}
